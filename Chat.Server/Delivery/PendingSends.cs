namespace Chat.Server.Delivery;

/// <summary>What sessions are given in one run of their lane, until it is offered to their sockets; in the order in which they were given the first of it. Owned by the lane.</summary>
/// <remarks>
/// It stands together here instead of with each session: what is old and refers to what is new has to be looked for by every collection of garbage, and that would be all sessions.
/// </remarks>
internal sealed class PendingSends
{
    private const int LeastRoom = 64;

    private PendingBytes[] _all = new PendingBytes[LeastRoom];

    /// <summary>How many sessions were given something.</summary>
    public int Count { get; private set; }

    /// <summary>What the session at a place was given; good until the next one comes.</summary>
    public ref PendingBytes this[int index] => ref _all[index];

    /// <summary>Makes a place for a session that has none.</summary>
    public int Add(Subscriber subscriber)
    {
        if (Count == _all.Length)
        {
            Array.Resize(ref _all, Count * 2);
        }

        _all[Count].Subscriber = subscriber;
        return Count++;
    }

    /// <summary>All of it has been offered.</summary>
    public void Clear()
    {
        foreach (ref var pending in _all.AsSpan(0, Count))
        {
            pending.Subscriber = null!;
        }

        Count = 0;
    }
}
