using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>Does something wrong with every so many of the frames that people get.</summary>
internal sealed class FrameMutant : Mutant
{
    private readonly Func<World, Person, Frame, IEnumerable<Frame>?> _tamper;
    private readonly int _every;
    private int _count;

    /// <param name="every">How many frames are left alone between two that are not.</param>
    /// <param name="tamper">What becomes of a frame; null for one that this does not concern.</param>
    public FrameMutant(int every, Func<World, Person, Frame, IEnumerable<Frame>?> tamper)
    {
        _every = every;
        _tamper = tamper;
    }

    public override IEnumerable<Frame> Tamper(World world, Person person, Frame frame)
    {
        if (_count < _every)
        {
            _count++;
            return [frame];
        }

        if (_tamper(world, person, frame) is not { } tampered)
        {
            return [frame];
        }

        _count = 0;
        return tampered;
    }
}
