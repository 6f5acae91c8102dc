using Chat.Client.Store;

namespace Chat.Client.Connection;

/// <content>What is known from links before this one.</content>
internal sealed partial class Session
{
    private readonly List<StoredPlace> _places = [];

    /// <summary>Goes on where the last program ended. Called before the first connection.</summary>
    public void Restore(RestoredLink restored, TimeSpan now)
    {
        _now = now;
        _secret = restored.Session?.Secret;
        _user = restored.Session?.User;
        _places.AddRange(restored.Places);
        foreach (var feed in _feeds.Values)
        {
            GoOn(feed, null);
        }

        Restore(restored.Posts, now);
        if (restored.FailedCount > 0)
        {
            _events.Enqueue(new LinkEvent.PostsRefused(restored.FailedCount));
        }
    }

    /// <summary>Takes what another program typed and did not get out: its rooms are entered, for a message belongs to a log, and then it goes.</summary>
    /// <param name="stored">It.</param>
    /// <param name="now">This moment.</param>
    /// <param name="isAsked">The person has just asked for it.</param>
    public IReadOnlyList<Outgoing> Restore(IReadOnlyList<StoredPost> stored, TimeSpan now, bool isAsked = false)
    {
        _now = now;
        var posts = new List<Outgoing>();
        foreach (var one in stored)
        {
            var post = new Outgoing(one.Key, one.Room, one.Kind, one.Text, one.Reference)
            {
                Log = one.Log,
                SentAs = one.SentAs,
                SentAfter = one.SentAfter,
            };
            posts.Add(post);
            if (Find(one.Room) is { } feed)
            {
                post.Room = feed.Room;
                feed.Log ??= feed.Stage == FeedStage.Closed ? post.Log : null;
                _outbox.Add(post);
            }
            else
            {
                _outbox.Add(post);
                Enter(post);
            }
        }

        if (posts.Count > 0)
        {
            _events.Enqueue(new LinkEvent.PostsRestored(posts, isAsked));
        }

        SendPosts();
        return posts;
    }

    private void Enter(Outgoing post)
    {
        var feed = NewFeed(post.Room);
        feed.Log ??= post.Log;
        if (TryAdd(feed) && IsOnline)
        {
            Open(feed);
        }
    }

    private Feed NewFeed(string room, Guid? log = null)
    {
        var feed = new Feed(room) { WantedBacklog = _options.Backlog };
        GoOn(feed, log);
        return feed;
    }

    /// <summary>Goes on where a log was left, if it was known before.</summary>
    /// <param name="feed">A room that is not open.</param>
    /// <param name="log">Which log it is by the server's word; null: the one that had its name.</param>
    private void GoOn(Feed feed, Guid? log)
    {
        var name = NameOf(feed.Room);
        var place = _places.Find(place => log is { } wanted
            ? place.Log == wanted
            : place.Room == feed.Room || (name is { } key && place.Room[0] == feed.Room[0] && NameOf(place.Room) is { } other && key.Matches(other)));
        if (place is not null)
        {
            _places.Remove(place);
            feed.Log = place.Log;
            feed.Cursor = place.Cursor;
            feed.SolidFrom = place.SolidFrom;
            feed.WantedBacklog = 0;
        }
    }

    private void ForgetPlace(string room) => _places.RemoveAll(place => place.Room == room);
}
