namespace Chat.Server.Hosting;

/// <summary>
/// Gives memory back to the system after a rush. The collector keeps what a thousand logins or a busy hour needed, in case there is another one; a server
/// that shares a machine gives it back once it is calm, when nobody notices the tens of milliseconds that this takes.
/// </summary>
internal sealed class RushMemory : IDisposable
{
    /// <summary>What must have been allocated since the last time, in bytes.</summary>
    public const long Rush = 32L * 1024 * 1024;

    /// <summary>What may be allocated between two looks when it is calm, in bytes.</summary>
    public const long Calm = 512 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Func<long> _allocated;
    private readonly Action _collect;
    private readonly ITimer _timer;
    private long _atCollection;
    private long _atLook;

    public RushMemory(TimeProvider time)
        : this(time, static () => GC.GetTotalAllocatedBytes(), static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true))
    {
    }

    /// <param name="time">Says when to look.</param>
    /// <param name="allocated">All bytes ever allocated.</param>
    /// <param name="collect">Gives back what is free.</param>
    public RushMemory(TimeProvider time, Func<long> allocated, Action collect)
    {
        _allocated = allocated;
        _collect = collect;
        _atLook = allocated();
        _timer = time.CreateTimer(static state => ((RushMemory)state!).Look(), this, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var allocated = _allocated();
        var isCalm = allocated - _atLook <= Calm;
        _atLook = allocated;
        if (isCalm && allocated - _atCollection >= Rush)
        {
            _atCollection = allocated;
            _collect();
        }
    }
}
