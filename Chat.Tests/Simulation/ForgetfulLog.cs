using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>Knows no keys, so that what is sent again is stored again.</summary>
internal sealed class ForgetfulLog : SimulatedLog
{
    private readonly World _world;

    public ForgetfulLog(World world)
        : base(world)
    {
        _world = world;
    }

    public override async ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation)
    {
        await base.FindKeyAsync(key, cancellation);
        return null;
    }

    protected override async ValueTask<AppendResult> StoreAsync(LogBatch batch, CancellationToken cancellation)
    {
        var result = await Inner.AppendAsync(batch with { Logs = [.. batch.Logs.Select(WithOtherKeys)] }, cancellation);
        Record(batch, result);
        return result;
    }

    private LogAppend WithOtherKeys(LogAppend append) =>
        append with { Events = [.. append.Events.Select(logEvent => logEvent with { Key = _world.Draw.Guid() })] };
}
