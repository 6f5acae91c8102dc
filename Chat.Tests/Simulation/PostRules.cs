using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Tests.Simulation;

/// <summary>What must be true of posts over the connections of a user: one key, one seq; what was sent first is first; what fails holds back what follows.</summary>
internal sealed class PostRules
{
    private readonly Chronicle _chronicle;
    private readonly Users _users;

    public PostRules(Chronicle chronicle, Users users)
    {
        _chronicle = chronicle;
        _users = users;
    }

    public void Check()
    {
        foreach (var user in _users.All)
        {
            var earlier = new HashSet<Guid>();
            var answers = new List<PostedFrame>();
            foreach (var link in user.Links)
            {
                var posts = PostsOf(link);
                var others = user.Account is null ? earlier : KeysBeside(link, user);
                CheckOrder(link, posts, others);
                CheckHeldBack(link, posts, others);
                earlier.UnionWith(posts.Select(static post => ((PostFrame)post.Frame).Key));
                answers.AddRange(posts.Select(static post => post.Answer?.Frame).OfType<PostedFrame>());
            }

            CheckSame(user, answers);
        }
    }

    /// <summary>What a registered user's other connections have sent, of which some are there at the same time.</summary>
    private static HashSet<Guid> KeysBeside(Link link, UserTrail user) =>
        [.. user.Links.Where(other => other != link).SelectMany(static other => other.Moments).Where(static moment => moment.Kind == MomentKind.Sent).Select(static moment => moment.Frame).OfType<PostFrame>().Select(static post => post.Key)];

    private static List<Request> PostsOf(Link link)
    {
        var posts = new List<Request>();
        var byId = new Dictionary<uint, Request>();
        foreach (var moment in link.Moments)
        {
            switch (moment)
            {
                case { Kind: MomentKind.Sent, Frame: PostFrame post }:
                    posts.Add(byId[post.Id] = new Request(post, posts.Count, moment.Stamp, moment.Time));
                    break;
                case { Kind: MomentKind.Received, Frame: PostedFrame { Id: var id } } when byId.TryGetValue(id, out var asked):
                    asked.Answer = moment;
                    break;
                case { Kind: MomentKind.Received, Frame: ErrorFrame { Id: var id } } when byId.TryGetValue(id, out var asked):
                    asked.Answer = moment;
                    break;
            }
        }

        return posts;
    }

    /// <summary>Posts that this connection was the first to send, and that were stored at once, have the order in which they were sent.</summary>
    private void CheckOrder(Link link, List<Request> posts, HashSet<Guid> earlier)
    {
        var sent = new HashSet<Guid>(earlier);
        var newest = new Dictionary<LogRecord, Request>();
        foreach (var asked in posts)
        {
            var post = (PostFrame)asked.Frame;
            if (asked.Answer?.Frame is ErrorFrame)
            {
                continue;
            }

            if (!sent.Add(post.Key) || asked.Answer?.Frame is not PostedFrame posted || Find(link, posted) is not { } stored)
            {
                continue;
            }

            var log = _chronicle.Ledger[stored.Log];
            if (newest.TryGetValue(log, out var before) && ((PostedFrame)before.Answer!.Value.Frame!).Seq >= posted.Seq)
            {
                _chronicle.Fault($"{link}: stored in another order than sent: {post} and {before.Frame}");
            }

            newest[log] = asked;
        }
    }

    /// <summary>After a post that failed for now, the next ones to that room fail the same way, until its key comes again or the time is over.</summary>
    private void CheckHeldBack(Link link, List<Request> posts, HashSet<Guid> earlier)
    {
        var sent = new HashSet<Guid>(earlier);
        var failed = new Dictionary<string, (ErrorFrame Error, long Until)>();
        var failedKeys = new HashSet<(string, Guid)>();
        foreach (var asked in posts)
        {
            var post = (PostFrame)asked.Frame;
            if (asked.Answer is not { } answer)
            {
                return;
            }

            var room = KeyOf(post.Room);
            var isFirst = sent.Add(post.Key);
            if (failed.TryGetValue(room, out var first))
            {
                // Which of those that failed was the first for the server cannot always be told from outside.
                if (failedKeys.Contains((room, post.Key)) || answer.Time >= first.Until)
                {
                    failed.Remove(room);
                }
                else if (isFirst && answer.Frame is PostedFrame)
                {
                    _chronicle.Fault($"{link}: stored although one before it had failed: {post} after {first.Error}");
                }
            }

            if (answer.Frame is ErrorFrame { Code: ErrorCodes.StorageFull or ErrorCodes.Unavailable or ErrorCodes.RateLimited, RetryMs: { } retry } error)
            {
                failedKeys.Add((room, post.Key));
                failed.TryAdd(room, (error, asked.Time + retry));
            }
        }
    }

    private void CheckSame(UserTrail user, List<PostedFrame> answers)
    {
        foreach (var same in answers.GroupBy(static posted => posted.Key))
        {
            var stored = _chronicle.Ledger.ByKey(same.Key).Count(stored => stored.Event.Author == user.Author);
            if (same.Select(static posted => (posted.Seq, posted.Time)).Distinct().Count() > stored)
            {
                _chronicle.Fault($"{user}: one key, several seqs: {string.Join(", ", same.Select(static posted => posted.Seq))}");
            }
        }
    }

    private StoredEvent? Find(Link link, PostedFrame posted) =>
        _chronicle.Ledger.ByKey(posted.Key).FirstOrDefault(stored => stored.Event.Seq == posted.Seq && stored.Event.Author == _users.Of(link)!.Author);

    private static string KeyOf(string room) =>
        RoomName.TryParse(room, out var name) ? name.Key.SkeletonOfFolded
        : room is ['@', .. var partner] && Nick.TryParse(partner, out var nick) ? nick.Key.SkeletonOfFolded
        : room;
}
