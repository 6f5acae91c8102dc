using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;

namespace Chat.Tests.Simulation;

/// <summary>Is told of a restriction whenever somebody leaves a room or comes into it, of which the server knows nothing.</summary>
internal sealed class StrictLog : SimulatedLog
{
    private readonly RestrictionKind _kind;

    public StrictLog(World world, RestrictionKind kind)
        : base(world)
    {
        _kind = kind;
    }

    protected override void Record(SystemEvent systemEvent)
    {
        base.Record(systemEvent);
        switch (systemEvent)
        {
            case MemberAdded added when _kind == RestrictionKind.Mute:
                Restrain(added.Time, added.Room, added.User);
                break;
            case MemberRemoved removed when _kind == RestrictionKind.Ban:
                Restrain(removed.Time, removed.Room, removed.User);
                break;
        }
    }

    private void Restrain(long time, LogId room, UserId user) =>
        base.Record(new RestrictionAdded(time, room, new Restriction(_kind, user, "", null, null, ""), null));
}
