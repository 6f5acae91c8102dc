namespace Chat.Server.Delivery;

/// <summary>From the lane to the sockets.</summary>
internal sealed partial class Lane
{
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

        subscriber.Pending.Add(bytes);
        if (!subscriber.IsDirty)
        {
            subscriber.IsDirty = true;
            _dirty.Add(subscriber);
        }

        if (subscriber.Pending.Count >= OutboxBound)
        {
            Flush(subscriber);
        }
    }

    private void FlushDirty()
    {
        // Flushing may let a session catch up, which makes it dirty again: the list grows while it is walked.
        for (var i = 0; i < _dirty.Count; i++)
        {
            _dirty[i].IsDirty = false;
            Flush(_dirty[i]);
        }

        _dirty.Clear();
    }

    private void Flush(Subscriber subscriber)
    {
        if (subscriber.Pending.Count == 0 || subscriber.IsDetached)
        {
            return;
        }

        var bytes = subscriber.Pending.Take(ref _scratch).Span;
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
            subscriber.Pending.Clear();
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
