namespace Chat.Server.Delivery;

/// <summary>One session's place in one feed. Owned by the session's lane.</summary>
internal sealed class Subscription
{
    public Subscription(Subscriber subscriber, Feed feed, long cursor)
    {
        Subscriber = subscriber;
        Feed = feed;
        Cursor = cursor;
    }

    public Subscriber Subscriber { get; }

    public Feed Feed { get; }

    /// <summary>The seq last sent (or last put into the outbox).</summary>
    public long Cursor { get; set; }

    /// <summary>Its place among the feed's subscriptions; -1 when it is over.</summary>
    public int Index { get; set; }

    /// <summary>Whether it waits for its turn to catch up.</summary>
    public bool IsLagging { get; set; }

    /// <summary>Whether presence was skipped, so that the session has to be told that its list is stale.</summary>
    public bool IsPresenceStale { get; set; }

    /// <summary>Goes up when the cursor is moved from outside, so that a read started before is not taken.</summary>
    public int Epoch { get; set; }

    /// <summary>Where it ends; null when it goes on.</summary>
    public Ending? Ending { get; set; }

    /// <summary>The seq up to which the session is to catch up.</summary>
    public long Goal => Ending?.Seq ?? Feed.Head;

    public bool IsOver => Index < 0;
}
