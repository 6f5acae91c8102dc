using System.Diagnostics;
using Chat.Server.Delivery;

namespace Chat.Tests.Simulation;

/// <summary>
/// The only thread of a run. Whatever the server would give to the thread pool waits here, and the seed decides what is next. Work that comes from
/// another thread has escaped the run and is kept as a fault.
/// </summary>
internal sealed class Pump : SynchronizationContext, IWorkScheduler
{
    private readonly List<(SendOrPostCallback Call, object? State)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Draw _draw;
    private volatile string? _escape;

    public Pump(Draw draw)
    {
        _draw = draw;
    }

    /// <summary>Where something came back from another thread; null when nothing did.</summary>
    public string? Escape => _escape;

    public bool IsIdle => _ready.Count == 0;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape ??= new StackTrace().ToString();
            return;
        }

        _ready.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new InvalidOperationException("Nobody waits for the pump.");

    public override SynchronizationContext CreateCopy() => this;

    void IWorkScheduler.Schedule(IThreadPoolWorkItem work) => Post(static state => ((IThreadPoolWorkItem)state!).Execute(), work);

    /// <summary>Runs one of the callbacks that wait; false when there is none.</summary>
    public bool RunOne()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        var chosen = _draw.Below(_ready.Count);
        var (call, state) = _ready[chosen];
        _ready[chosen] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        call(state);
        return true;
    }
}
