using Chat.Server.Log;
using Chat.Server.Sequencing;

namespace Chat.Tests.Simulation;

/// <summary>Remembers a key of a group that was taken back.</summary>
internal sealed class TraceMutant : Mutant
{
    public override void Began(World world, Group group)
    {
        var key = new KeyedEvent(new PostKey(new UserId(1), world.Draw.Guid()), new LogId(world.Draw.Guid()), 1, 1);
        group.Journal.Add(() => world.Core.Sequencer.Learn([key]));
    }
}
