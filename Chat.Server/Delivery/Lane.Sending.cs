namespace Chat.Server.Delivery;

/// <summary>From the lane to the sockets.</summary>
internal sealed partial class Lane
{
    private const int PrefetchedAtOnce = 16;

    /// <summary>Gives whole frames to a session, in order after all it was given before.</summary>
    private void Push(Subscriber subscriber, ReadOnlyMemory<byte> bytes)
    {
        if (subscriber.IsDetached || subscriber.IsFinishing || bytes.IsEmpty)
        {
            return;
        }

        if (!subscriber.Outbox.IsEmpty)
        {
            subscriber.Outbox.Append(bytes.Span);
            Throttle(subscriber);
            return;
        }

        if (!subscriber.IsPending)
        {
            subscriber.PendingAt = _pending.Add(subscriber);
        }

        ref var pending = ref _pending[subscriber.PendingAt];
        pending.Add(bytes);
        if (pending.Count >= OutboxBound)
        {
            Flush(subscriber);
        }
    }

    private void FlushAll()
    {
        for (var i = 0; i < _pending.Count; i++)
        {
            if (i % PrefetchedAtOnce == 0)
            {
                Prefetch(i);
            }

            var subscriber = _pending[i].Subscriber;
            subscriber.PendingAt = Subscriber.Nowhere;
            Flush(subscriber, i);
        }

        _pending.Clear();
    }

    /// <summary>
    /// With many sessions, what a send looks at is not near, and each thing says where the next one is. Between two sends nothing can be looked at ahead of time, because
    /// the kernel comes in between; so it is done for some of them beforehand, when the ways of all lead over memory side by side.
    /// </summary>
    private void Prefetch(int first)
    {
        for (var i = first; i < Math.Min(first + PrefetchedAtOnce, _pending.Count); i++)
        {
            _pending[i].Subscriber.Outlet.Prefetch();
        }
    }

    /// <summary>Offers a session's socket what it was given in this run. It keeps its place: it may be given more.</summary>
    private void Flush(Subscriber subscriber)
    {
        if (subscriber.IsPending)
        {
            Flush(subscriber, subscriber.PendingAt);
        }
    }

    private void Flush(Subscriber subscriber, int place)
    {
        if (_pending[place].Count == 0 || subscriber.IsDetached)
        {
            return;
        }

        var bytes = _pending[place].Take(ref _scratch).Span;
        var taken = subscriber.Outlet.TrySend(bytes);
        if (taken == bytes.Length)
        {
            return;
        }

        if (taken >= 0)
        {
            subscriber.Outbox.Append(bytes[taken..]);
            Throttle(subscriber);
            Drain(subscriber);
        }
    }

    /// <summary>Sends from the outbox until it is empty or the socket takes no more.</summary>
    private void Drain(Subscriber subscriber)
    {
        while (!subscriber.Outbox.IsEmpty)
        {
            var bytes = subscriber.Outbox.Peek();
            var taken = subscriber.Outlet.TrySend(bytes.Span);
            if (taken < 0)
            {
                return;
            }

            subscriber.Outbox.Consume(taken);
            if (taken == bytes.Length)
            {
                continue;
            }

            var rest = bytes[taken..];
            rest = rest[..Math.Min(rest.Length, subscriber.Outlet.DrainBytes)];
            subscriber.InFlight = rest.Length;
            subscriber.StalledSince = _context.Time.GetTimestamp();
            if (!subscriber.Outlet.BeginSend(rest))
            {
                break;
            }

            Taken(subscriber);
        }

        Throttle(subscriber);
    }

    private void Sent(Subscriber subscriber)
    {
        if (subscriber.IsDetached)
        {
            return;
        }

        Taken(subscriber);
        Drain(subscriber);
        CheckWritten(subscriber);
        if (subscriber.Outbox.IsEmpty)
        {
            if (subscriber.IsFinishing)
            {
                subscriber.Outlet.Flushed();
                return;
            }

            CatchUp(subscriber);
        }
    }

    private static void Taken(Subscriber subscriber)
    {
        subscriber.Outbox.Consume(subscriber.InFlight);
        subscriber.InFlight = 0;
        subscriber.StalledSince = 0;
    }

    private static void Throttle(Subscriber subscriber)
    {
        var isFull = subscriber.Outbox.Count >= (subscriber.IsThrottled ? OutboxBound / 2 : OutboxBound);
        if (isFull != subscriber.IsThrottled)
        {
            subscriber.IsThrottled = isFull;
            subscriber.Outlet.Throttle(isFull);
        }
    }

    private void AwaitWritten(Subscriber subscriber, Action written)
    {
        Flush(subscriber);
        subscriber.Written = (subscriber.Outbox.Appended, written);
        CheckWritten(subscriber);
    }

    private static void CheckWritten(Subscriber subscriber)
    {
        if (subscriber.Written is { } awaited && subscriber.Outbox.Appended - subscriber.Outbox.Count >= awaited.Mark)
        {
            subscriber.Written = null;
            awaited.Call();
        }
    }

    private void Finish(Subscriber subscriber, ReadOnlyMemory<byte> bytes)
    {
        if (subscriber.IsDetached || subscriber.IsFinishing)
        {
            return;
        }

        Push(subscriber, bytes);
        Flush(subscriber);
        subscriber.IsFinishing = true;
        LeaveAll(subscriber);
        if (subscriber.Outbox.IsEmpty)
        {
            subscriber.Outlet.Flushed();
        }
    }

    private void Detach(Subscriber subscriber)
    {
        if (!subscriber.IsDetached)
        {
            subscriber.IsDetached = true;
            LeaveAll(subscriber);
            if (subscriber.IsPending)
            {
                _pending[subscriber.PendingAt].Clear();
            }

            subscriber.Outbox.Clear(isInFlight: subscriber.InFlight > 0);
            subscriber.StalledSince = 0;
        }
    }

    private void LeaveAll(Subscriber subscriber)
    {
        foreach (var subscription in subscriber.Subscriptions.All)
        {
            Leave(subscription);
        }

        subscriber.Subscriptions.Clear();
        subscriber.Lagging = null;
    }
}
