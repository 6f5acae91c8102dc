using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Server.Delivery;

/// <summary>Who follows what, and what is new in it.</summary>
internal sealed partial class Lane
{
    private void Subscribe(in Instruction instruction)
    {
        var (subscriber, details) = (instruction.Subscriber!, instruction.Details!);
        if (subscriber.IsDetached)
        {
            return;
        }

        if (!_feeds.TryGetValue(details.Feed, out var feed))
        {
            _feeds.Add(details.Feed, feed = new Feed(details.Feed, details.Name!, details.Head));
        }

        if (subscriber.Subscriptions.Find(feed.Id) is { } subscription)
        {
            subscription.Cursor = details.Cursor;
            subscription.Ending = null;
            subscription.Epoch++;
        }
        else
        {
            subscription = new Subscription(subscriber, feed, details.Cursor);
            feed.Add(subscription);
            subscriber.Subscriptions.Add(subscription);
        }

        if (subscription.Cursor < feed.Head)
        {
            Lag(subscription);
            CatchUp(subscriber);
        }
    }

    private void Unsubscribe(Subscriber subscriber, FeedId id)
    {
        if (subscriber.Subscriptions.Remove(id, out var subscription))
        {
            Leave(subscription);
        }
    }

    /// <summary>Ends a subscription at an event: now for a session that has it already, else when it has caught up so far.</summary>
    private void End(in Instruction instruction)
    {
        var subscriber = instruction.Subscriber!;
        if (subscriber.Subscriptions.Find(instruction.Feed) is not { } subscription)
        {
            Push(subscriber, instruction.Bytes);
        }
        else if (subscription.Ending is { } earlier)
        {
            earlier.Later = instruction.Bytes; // It has not been told of the first time yet, and does not follow what came after that.
        }
        else
        {
            subscription.Ending = new Ending(instruction.Details!.Cursor, instruction.Bytes);
            if (subscription.Cursor >= subscription.Goal)
            {
                Arrive(subscription);
            }
            else
            {
                Lag(subscription);
                CatchUp(subscriber);
            }
        }
    }

    private void Notify(in Instruction instruction)
    {
        if (instruction.Subscriber!.Subscriptions.Find(instruction.Feed)?.Ending is { } ending)
        {
            ending.Later = instruction.Bytes;
        }
        else
        {
            Push(instruction.Subscriber, instruction.Bytes);
        }
    }

    private void Leave(Subscription subscription)
    {
        subscription.Feed.Remove(subscription);
        if (subscription.Feed.IsEmpty)
        {
            subscription.Feed.Forget();
            _feeds.Remove(subscription.Feed.Id);
        }
    }

    private void Rename(FeedId id, string name)
    {
        if (_feeds.TryGetValue(id, out var feed))
        {
            feed.Name = name;
            feed.Forget();
        }
    }

    private void Publish(FeedId id, Block block)
    {
        if (!_feeds.TryGetValue(id, out var feed))
        {
            return;
        }

        feed.Head = block.Last;
        _recent.Keep(feed, block);
        foreach (var subscription in feed.Subscriptions)
        {
            if (subscription.Cursor >= block.First - 1 && subscription.Subscriber.Outbox.Count < OutboxBound)
            {
                Push(subscription.Subscriber, block.After(subscription.Cursor));
                subscription.Cursor = block.Last;
            }
            else
            {
                Lag(subscription);
            }
        }
    }

    private void PublishEphemeral(in Instruction instruction)
    {
        if (!_feeds.TryGetValue(instruction.Feed, out var feed))
        {
            return;
        }

        foreach (var subscription in feed.Subscriptions)
        {
            if (ReferenceEquals(subscription.Subscriber, instruction.Details!.Except) || subscription.Ending is not null)
            {
                continue;
            }

            if (!IsBehind(subscription))
            {
                Push(subscription.Subscriber, instruction.Bytes);
            }
            else if (instruction.Kind == InstructionKind.RoomPresence)
            {
                MarkStale(subscription);
            }
        }
    }

    /// <summary>Tells one session about somebody it meets in its rooms, or, when it is far behind, that its lists are stale.</summary>
    private void PushPresence(Subscriber subscriber, ReadOnlyMemory<byte> bytes)
    {
        if (subscriber.Outbox.Count < NoticeBound)
        {
            Push(subscriber, bytes);
            return;
        }

        foreach (var subscription in subscriber.Subscriptions.All)
        {
            MarkStale(subscription);
        }
    }

    private static void MarkStale(Subscription subscription)
    {
        subscription.IsPresenceStale = true;
        Lag(subscription);
    }

    private static bool IsBehind(Subscription subscription) =>
        subscription.IsLagging || subscription.Cursor < subscription.Feed.Head || subscription.Subscriber.Outbox.Count >= OutboxBound;

    private static void Lag(Subscription subscription)
    {
        if (!subscription.IsLagging)
        {
            subscription.IsLagging = true;
            (subscription.Subscriber.Lagging ??= new Queue<Subscription>()).Enqueue(subscription);
        }
    }

    /// <summary>The session has everything: its subscription ends, or is live. If it was spared presence meanwhile, it is told to ask anew.</summary>
    private void Arrive(Subscription subscription)
    {
        subscription.IsLagging = false;
        if (subscription.Ending is { } ending)
        {
            Push(subscription.Subscriber, ending.Last);
            Push(subscription.Subscriber, ending.Later);
            Unsubscribe(subscription.Subscriber, subscription.Feed.Id);
        }
        else if (subscription.IsPresenceStale)
        {
            subscription.IsPresenceStale = false;
            Push(subscription.Subscriber, FrameCodec.Encode(new PresenceFrame(subscription.Feed.Name, null, UserStatus.Offline)));
        }
    }
}
