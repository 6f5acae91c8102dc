using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>Keeps a frame back until another has gone by.</summary>
internal sealed class DelayingMutant : Mutant
{
    private readonly Func<Frame, bool> _isHeld;
    private readonly Func<Frame, Frame, bool> _frees;
    private (Link? Link, Frame Frame)? _held;

    public DelayingMutant(Func<Frame, bool> isHeld, Func<Frame, Frame, bool> frees)
    {
        _isHeld = isHeld;
        _frees = frees;
    }

    public override IEnumerable<Frame> Tamper(World world, Person person, Frame frame)
    {
        if (_held is var (link, held) && link == person.Link && _frees(held, frame))
        {
            _held = null;
            return [frame, held];
        }

        if (_isHeld(frame) && _held?.Link != person.Link)
        {
            var before = _held;
            _held = (person.Link, frame);
            return before is null || before.Value.Link != person.Link ? [] : [before.Value.Frame];
        }

        return [frame];
    }
}
