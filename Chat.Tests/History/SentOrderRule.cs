namespace Chat.Tests.History;

/// <summary>
/// What one session sends to one room is stored in the order in which it was first sent. That can be demanded
/// <list type="bullet">
/// <item>of any two posts of which both were acknowledged the first time they were sent; and</item>
/// <item>of any two that were never refused, whichever sending was the one that counted: a server takes what it reads of a connection in order,
/// so of what a crash cut off it has the beginning. Let off are those of which the later one was sent on another connection when the earlier
/// one was neither acknowledged nor sent there before, and rooms and histories with a refusal that may have hit other posts too, unseen
/// by a client whose connection was lost.</item>
/// </list>
/// </summary>
internal sealed class SentOrderRule
{
    private readonly HistoryIndex _index;
    private readonly Faults _faults;
    private readonly Dictionary<(int Session, Guid Log), PostTrail> _taken = [];
    private readonly Dictionary<(int Session, Guid Log), PostTrail> _sent = [];
    private readonly HashSet<string> _refusing = new(StringComparer.Ordinal);
    private bool _isRefusing;

    public SentOrderRule(HistoryIndex index, Faults faults)
    {
        _index = index;
        _faults = faults;
    }

    public void Check()
    {
        FindRefusals();
        foreach (var happened in _index.History.Events)
        {
            if (happened is not Invocation invocation || _index.PostOf(invocation.Session.User, invocation.Key) is not { Stored: { } stored } post
                || !ReferenceEquals(post.Invocations[0], invocation))
            {
                continue;
            }

            var place = (invocation.Session.Id, stored.Log.Final.Log);
            var isWrong = post.IsTakenAtOnce && IsBehind(_taken, place, post, static (_, _) => true);
            if (!isWrong && post.Refusals.Count == 0 && !_isRefusing && !_refusing.Contains(invocation.Room))
            {
                IsBehind(_sent, place, post, KeepsOrder);
            }
        }
    }

    private void FindRefusals()
    {
        foreach (var refused in _index.History.Events.OfType<Refusal>().Where(static refused => !refused.IsAboutContent))
        {
            if (!refused.IsDefinite)
            {
                _isRefusing = true;
            }
            else if (_index.Invocations.TryGetValue(refused.AskedAt, out var asked))
            {
                _refusing.Add(asked.Room);
            }
        }
    }

    /// <summary>It is enough to look at the highest seq so far: whatever is below any of them is below that.</summary>
    private bool IsBehind(Dictionary<(int, Guid), PostTrail> highest, (int, Guid) place, PostTrail post, Func<PostTrail, PostTrail, bool> mustKeepOrder)
    {
        if (highest.TryGetValue(place, out var earlier) && earlier.Stored!.Seq > post.Stored!.Seq)
        {
            if (!mustKeepOrder(earlier, post))
            {
                return false;
            }

            _faults.Add(Rule.SentOrder, $"Sent first: {earlier.Invocations[0]}; sent then: {post.Invocations[0]}; but stored as seqs {earlier.Stored.Seq} and {post.Stored.Seq}.");
            return true;
        }

        highest[place] = post;
        return false;
    }

    private static bool KeepsOrder(PostTrail earlier, PostTrail later)
    {
        var session = later.Invocations[0].Session;
        return later.Invocations.TrueForAll(again => again.Session == session
            || earlier.Invocations.Exists(before => before.Session == again.Session && before.Stamp < again.Stamp)
            || earlier.Acknowledgements.Exists(before => before.Stamp < again.Stamp));
    }
}
