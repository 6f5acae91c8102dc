namespace Chat.Server.Delivery;

/// <summary>
/// One session as its lane sees it: an outbox and a place in each feed. All state is the lane's own, but for
/// <see cref="StalledSince"/>, which anyone may read. The public methods may be called from any thread: they post to the lane.
/// </summary>
internal sealed class Subscriber
{
    internal const int Nowhere = -1;

    private long _stalledSince;

    public Subscriber(SessionId id, Lane lane, IOutlet outlet)
    {
        Id = id;
        Lane = lane;
        Outlet = outlet;
    }

    public SessionId Id { get; }

    /// <summary>Timestamp since which the peer takes no byte although there are some to send; 0 when it takes them.</summary>
    public long StalledSince
    {
        get => Volatile.Read(ref _stalledSince);
        set => Volatile.Write(ref _stalledSince, value);
    }

    internal Lane Lane { get; }

    internal IOutlet Outlet { get; }

    /// <summary>What its socket has not taken yet.</summary>
    internal Outbox Outbox;

    internal SubscriptionSet Subscriptions { get; } = new();

    /// <summary>Those that wait for their turn to catch up; hardly ever any, so that nothing is held for them beforehand.</summary>
    internal Queue<Subscription>? Lagging { get; set; }

    /// <summary>Where among its lane's <see cref="PendingSends"/> it is; <see cref="Nowhere"/> when it was given nothing in this run.</summary>
    internal int PendingAt { get; set; } = Nowhere;

    internal bool IsPending => PendingAt != Nowhere;

    /// <summary>Bytes in the socket's hands since a <see cref="IOutlet.BeginSend"/>; 0 when none is under way.</summary>
    internal int InFlight { get; set; }

    internal bool IsReading { get; set; }

    /// <summary>Whether it waits to go on catching up, after others have had their turn.</summary>
    internal bool IsResuming { get; set; }

    internal bool IsThrottled { get; set; }

    internal bool IsFinishing { get; set; }

    internal bool IsDetached { get; set; }

    /// <summary>What to call once the bytes before it are in the socket's hands, and where in the outbox that is.</summary>
    internal (long Mark, Action Call)? Written { get; set; }

    /// <summary>Sends whole frames that no turn decided, such as a Ping. <paramref name="written"/> is called on the lane when the socket has taken them.</summary>
    public void Send(ReadOnlyMemory<byte> bytes, Action? written = null) => Lane.Post(new LaneItem(LaneItemKind.Send, this, written, bytes));

    /// <summary>Sends an answer that no turn decided.</summary>
    public void Answer(ReadOnlyMemory<byte> bytes) => Lane.Post(new LaneItem(LaneItemKind.Answer, this, null, bytes));

    /// <summary>Sends the last bytes; the outlet is told when they are gone. What comes after is not sent.</summary>
    public void Finish(ReadOnlyMemory<byte> bytes) => Lane.Post(new LaneItem(LaneItemKind.Finish, this, null, bytes));

    /// <summary>What the outlet had under way is taken.</summary>
    public void Sent() => Lane.Post(new LaneItem(LaneItemKind.Sent, this, null, default));

    /// <summary>The connection is gone: the lane forgets the session.</summary>
    public void Detach() => Lane.Post(new LaneItem(LaneItemKind.Detach, this, null, default));
}
