using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>Takes a kind of changes of users and rooms twice.</summary>
internal sealed class RepeatingLog<T> : SimulatedLog
    where T : SystemEvent
{
    public RepeatingLog(World world)
        : base(world)
    {
    }

    protected override void Record(SystemEvent systemEvent)
    {
        base.Record(systemEvent);
        if (systemEvent is T)
        {
            base.Record(systemEvent);
        }
    }
}
