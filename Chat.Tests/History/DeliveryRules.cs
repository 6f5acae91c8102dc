namespace Chat.Tests.History;

/// <summary>What must be true of what each session is told: only of rooms it follows, all of them, in order, and as it was said.</summary>
internal sealed class DeliveryRules
{
    private readonly HistoryIndex _index;
    private readonly Faults _faults;
    private readonly Dictionary<int, Dictionary<string, Subscription>> _open = [];

    public DeliveryRules(HistoryIndex index, Faults faults)
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
                case Joining joining:
                    RoomsOf(joining.Session)[joining.Room] = new Subscription(joining);
                    break;
                case Leaving leaving:
                    RoomsOf(leaving.Session).Remove(leaving.Room);
                    break;
                case Delivery delivery:
                    var subscription = RoomsOf(delivery.Session).GetValueOrDefault(delivery.Room);
                    CheckPlace(delivery, subscription);
                    CheckSaid(delivery, subscription);
                    break;
                case Jump jump:
                    CheckJump(jump);
                    break;
                case Ending ending:
                    _open.Remove(ending.Session.Id);
                    break;
            }
        }

        if (_index.History.CalmAt is not null)
        {
            CheckReached();
        }
    }

    private Dictionary<string, Subscription> RoomsOf(Session session)
    {
        if (!_open.TryGetValue(session.Id, out var rooms))
        {
            _open.Add(session.Id, rooms = new Dictionary<string, Subscription>(StringComparer.Ordinal));
        }

        return rooms;
    }

    private void CheckPlace(Delivery delivery, Subscription? subscription)
    {
        var seq = delivery.Event.Seq;
        if (subscription is null)
        {
            _faults.Add(Rule.Membership, $"The session does not follow the room, but it was told: {delivery}.");
            return;
        }

        if (seq != subscription.Next)
        {
            var how = seq > subscription.Next ? "Skipped" : "Told again, or too late";
            _faults.Add(Rule.Contiguous, $"{how}: where seq {subscription.Next} comes next (cursor {subscription.Joining.After}, head {subscription.Joining.Head}) is {delivery}.");
        }

        subscription.Next = Math.Max(subscription.Next, seq + 1);
    }

    private void CheckSaid(Delivery delivery, Subscription? subscription)
    {
        var log = subscription is null ? null : _index.LogOf(subscription.Joining.Log);
        if (log is null && !_index.TryGetLog(delivery.Session, delivery.Room, out log))
        {
            _faults.Add(Rule.Delivered, $"That log was not there to be read in the end: {delivery}.");
            return;
        }

        var told = delivery.Event;
        if (_index.History.HasRetention && told.Seq < log.Final.First)
        {
            return;
        }

        if (log.Find(told.Seq) is not { } stored)
        {
            _faults.Add(Rule.Delivered, $"The final log ({log.Final.First} to {log.Final.Head}) does not have it: {delivery}.");
            return;
        }

        var final = stored.Event;
        if ((told.Key, told.Time) != (final.Key, final.Time) || told.Nick != final.Nick)
        {
            _faults.Add(Rule.Delivered, $"In the final log that is {stored}, time {final.Time}; but with the time {told.Time}: {delivery}.");
            return;
        }

        // What was there already when the session joined is told as it was by then, or later.
        var head = subscription is not null && told.Seq <= subscription.Joining.Head ? subscription.Joining.Head : told.Seq;
        if (!log.CanSay(stored, Version.Of(told), head))
        {
            _faults.Add(Rule.Delivered, $"That is not what it said when the head was {head}, or later; in the end it is {stored}: {delivery}.");
        }
    }

    private void CheckJump(Jump jump)
    {
        if (RoomsOf(jump.Session).GetValueOrDefault(jump.Room) is not { } subscription)
        {
            _faults.Add(Rule.Membership, $"The session does not follow the room, but {jump.Session} was told of a gap in {jump.Room} at {jump.Stamp}.");
            return;
        }

        var first = _index.LogOf(subscription.Joining.Log)?.Final.First ?? 1;
        if (jump.First <= subscription.Next || jump.First > first)
        {
            _faults.Add(Rule.Contiguous, $"Where seq {subscription.Next} comes next and the final log begins at {first}, "
                + $"{jump.Session} was told of a gap up to {jump.First} in {jump.Room} at {jump.Stamp}.");
        }

        subscription.Next = Math.Max(subscription.Next, jump.First);
    }

    private void CheckReached()
    {
        var reached = 0;
        foreach (var subscription in _open.Values.SelectMany(static rooms => rooms.Values))
        {
            var joining = subscription.Joining;
            var head = _index.LogOf(joining.Log)?.Final.Head ?? 0;
            if (subscription.Next != head + 1)
            {
                _faults.Add(Rule.Reached, $"In the end {joining.Session} was told of {joining.Room} up to {subscription.Next - 1}, but the head is {head}.");
            }

            reached++;
        }

        if (reached == 0)
        {
            _faults.Add(Rule.Reached, "In the end no session follows any room: nothing shows that all is told.");
        }
    }
}
