namespace Chat.Tests.History;

/// <summary>What real time demands: what was known before a request was sent is true when it is answered, over restarts as well.</summary>
internal sealed class TimeRules
{
    private readonly HistoryIndex _index;
    private readonly Faults _faults;
    private readonly KnownHeads _heads = new();
    private readonly Dictionary<(string? User, string Room), Joining> _joinings = [];

    public TimeRules(HistoryIndex index, Faults faults)
    {
        _index = index;
        _faults = faults;
    }

    public void Check()
    {
        foreach (var happened in _index.History.Events)
        {
            switch (happened)
            {
                case Acknowledgement acknowledged when _index.TryGetLog(acknowledged.Session, acknowledged.Room, out var log):
                    _heads.See(log.Final.Log, acknowledged.Seq, acknowledged);
                    break;
                case Delivery delivery when _index.TryGetLog(delivery.Session, delivery.Room, out var log):
                    CheckSent(delivery, log.Find(delivery.Event.Seq)?.Post);
                    _heads.See(log.Final.Log, delivery.Event.Seq, delivery);
                    break;
                case Joining joining:
                    CheckHead(joining);
                    CheckIdentity(joining);
                    _heads.See(joining.Log, joining.Head, joining);
                    break;
                case Invocation invocation:
                    CheckAfter(invocation);
                    break;
            }
        }

        foreach (var log in _index.Logs)
        {
            var (known, by) = _heads.Before(log.Final.Log, long.MaxValue);
            if (by is not null && known > log.Final.Head)
            {
                _faults.Add(Rule.Head, $"The final log of {log.Final.Room} ends at {log.Final.Head}, but {Describe(by)} has shown {known}.");
            }
        }
    }

    /// <summary>Whatever was known to be committed before a post was first sent has a smaller seq.</summary>
    private void CheckAfter(Invocation invocation)
    {
        var post = _index.PostOf(invocation.Session.User, invocation.Key);
        if (!ReferenceEquals(post.Invocations[0], invocation) || post.Stored is not { } stored)
        {
            return;
        }

        var (known, by) = _heads.Before(stored.Log.Final.Log, invocation.Stamp);

        // A head beyond the log's is another fault, and would spoil all that comes after it.
        if (by is not null && known >= stored.Seq && known <= stored.Log.Final.Head)
        {
            _faults.Add(Rule.RealTime, $"First sent when {Describe(by)} had shown {known}, but stored as {stored}: {invocation}.");
        }
    }

    private void CheckSent(Delivery delivery, PostTrail? post)
    {
        if (post is not null && post.Key == delivery.Event.Key && post.Invocations[0].Stamp > delivery.Stamp)
        {
            _faults.Add(Rule.RealTime, $"Not sent before {post.Invocations[0].Stamp}: {delivery}.");
        }
    }

    private void CheckHead(Joining joining)
    {
        var (known, by) = _heads.Before(joining.Log, joining.AskedAt);
        if (by is not null && joining.Head < known)
        {
            _faults.Add(Rule.Head, $"The head of {joining.Room} went back: {Describe(by)} has shown {known}, but {Describe(joining)}, asked for at {joining.AskedAt}, says {joining.Head}.");
        }
    }

    private void CheckIdentity(Joining joining)
    {
        var room = HistoryIndex.Name(joining.Session, joining.Room);
        if (!_joinings.TryAdd(room, joining) && _joinings[room] is var first && first.Log != joining.Log)
        {
            _faults.Add(Rule.Head, $"The log of {joining.Room} was {first.Log} to {Describe(first)}, and is {joining.Log} to {Describe(joining)}.");
        }
        else if (room.User is null && _index.LogNamed(joining.Room) is { } read && read.Final.Log != joining.Log)
        {
            _faults.Add(Rule.Head, $"The log of {joining.Room} was {joining.Log} to {Describe(joining)}, and is {read.Final.Log} in the end.");
        }
    }

    private static string Describe(HistoryEvent happened) => happened switch
    {
        Joining joining => $"Joined to {joining.Session} at {joining.Stamp}",
        Delivery delivery => $"a delivery to {delivery.Session} at {delivery.Stamp}",
        _ => $"Posted to {happened.Session} at {happened.Stamp}",
    };
}
