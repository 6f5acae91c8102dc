using Chat.Protocol.Frames;
using Chat.Server.Sequencing;

namespace Chat.Tests.Simulation;

/// <summary>A server made wrong on purpose, on its way out or in its store, to see that the checker notices.</summary>
internal abstract class Mutant
{
    /// <summary>What a person gets to see in place of a frame.</summary>
    public virtual IEnumerable<Frame> Tamper(World world, Person person, Frame frame) => [frame];

    /// <summary>A group has begun that will be taken back.</summary>
    public virtual void Began(World world, Group group)
    {
    }

    /// <summary>The store it has; null for the usual one.</summary>
    public virtual SimulatedLog? Store(World world) => null;
}
