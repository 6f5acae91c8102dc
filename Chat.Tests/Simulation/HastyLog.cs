using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>Says that a group is stored, and stores it afterwards.</summary>
internal sealed class HastyLog : SimulatedLog
{
    private readonly World _world;
    private readonly Queue<LogBatch> _owed = new();
    private bool _isLost;

    public HastyLog(World world)
        : base(world)
    {
        _world = world;
    }

    protected override async ValueTask<AppendResult> StoreAsync(LogBatch batch, CancellationToken cancellation)
    {
        await StoreOwedAsync();
        _owed.Enqueue(batch);
        _world.Pump.Post(static async state => await ((HastyLog)state!).StoreOwedAsync(), this);
        return AppendResult.Done;
    }

    private async Task StoreOwedAsync()
    {
        while (_owed.TryDequeue(out var group))
        {
            if (!_isLost && (await base.StoreAsync(group, CancellationToken.None)).Outcome != AppendOutcome.Committed)
            {
                _isLost = true; // What comes after it fits nothing any more.
                Chronicle.Fault("A group that was said to be stored is refused.");
            }
        }
    }
}
