using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;

namespace Chat.Tests.Simulation;

/// <summary>Knows each user under the nick of the one who came before him.</summary>
internal sealed class MisnamingLog : SimulatedLog
{
    private string? _before;

    public MisnamingLog(World world)
        : base(world)
    {
    }

    protected override void Record(SystemEvent systemEvent)
    {
        if (systemEvent is UserAdded added)
        {
            base.Record(added with { Nick = _before ?? added.Nick });
            _before = added.Nick;
        }
        else
        {
            base.Record(systemEvent);
        }
    }
}
