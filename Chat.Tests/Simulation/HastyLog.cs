using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>Says that a group is stored, and stores it afterwards.</summary>
internal sealed class HastyLog : SimulatedLog
{
    private readonly World _world;
    private readonly Queue<LogBatch> _owed = new();

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
            await base.StoreAsync(group, CancellationToken.None);
        }
    }
}
