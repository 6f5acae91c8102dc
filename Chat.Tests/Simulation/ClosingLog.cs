using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;

namespace Chat.Tests.Simulation;

/// <summary>Is told of each new room that it is private, of which the server knows nothing.</summary>
internal sealed class ClosingLog : SimulatedLog
{
    public ClosingLog(World world)
        : base(world)
    {
    }

    protected override void Record(SystemEvent systemEvent)
    {
        base.Record(systemEvent);
        if (systemEvent is RoomAdded added)
        {
            base.Record(new PrivacyChanged(added.Time, added.Room, true, null));
        }
    }
}
