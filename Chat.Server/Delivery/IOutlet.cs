namespace Chat.Server.Delivery;

/// <summary>Somewhere to send bytes: what a lane needs of a session. Called by the session's lane only, never blocking.</summary>
internal interface IOutlet
{
    /// <summary>How many bytes to hand to <see cref="BeginSend"/> at the most.</summary>
    int DrainBytes { get; }

    /// <summary>Brings into the processor's cache what <see cref="TrySend"/> will look at: asked of several before, they wait for memory together.</summary>
    void Prefetch()
    {
    }

    /// <summary>
    /// Sends what can be sent at this moment: how many bytes were taken, 0 when none can be now, -1 when the connection is gone.
    /// Not called while a <see cref="BeginSend"/> is under way.
    /// </summary>
    int TrySend(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Sends all of <paramref name="bytes"/> when the peer takes them. True: done already. False: it is under way, and
    /// <see cref="Subscriber.Sent"/> is called when all of it is taken (never, when the connection is gone). The memory is not
    /// changed until then.
    /// </summary>
    bool BeginSend(ReadOnlyMemory<byte> bytes);

    /// <summary>So many requests have their answers on the way.</summary>
    void Answered(int count);

    /// <summary>The outbox is full (true) or has room again (false): whether to go on reading requests.</summary>
    void Throttle(bool full);

    /// <summary>Everything is sent after a <see cref="Subscriber.Finish"/>.</summary>
    void Flushed();
}
