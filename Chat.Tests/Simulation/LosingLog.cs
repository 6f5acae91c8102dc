using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>Loses a kind of changes of users and rooms, as if nobody had told it.</summary>
internal sealed class LosingLog<T> : SimulatedLog
    where T : SystemEvent
{
    public LosingLog(World world)
        : base(world)
    {
    }

    protected override void Record(SystemEvent systemEvent)
    {
        if (systemEvent is not T)
        {
            base.Record(systemEvent);
        }
    }
}
