namespace Chat.Server.Delivery;

/// <summary>The lanes of one server. Sessions are dealt to them in turn; a group goes to all that it concerns.</summary>
internal sealed class Lanes : IAsyncDisposable
{
    private readonly Lane[] _lanes;
    private readonly List<Instruction>?[] _shares;
    private int _next = -1;

    public Lanes(LaneContext context, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _lanes = [.. Enumerable.Range(0, count).Select(_ => new Lane(context))];
        _shares = new List<Instruction>?[count];
    }

    /// <summary>Gives a session its lane. Any thread.</summary>
    public Subscriber Attach(SessionId id, IOutlet outlet) =>
        new(id, _lanes[(uint)Interlocked.Increment(ref _next) % (uint)_lanes.Length], outlet);

    /// <summary>
    /// Delivers a committed group, called by one thread at a time in commit order. One lane is run right here when it is idle: while
    /// there is little to do, a hand-over would cost more than the work.
    /// </summary>
    public void Deliver(List<Instruction> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        if (_lanes.Length == 1)
        {
            _lanes[0].Enqueue(new LaneItem(LaneItemKind.Deliver, null, group, default));
            _lanes[0].TryRun();
            return;
        }

        Share(group);
        Lane? here = null;
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (_shares[i] is not { } share)
            {
                continue;
            }

            _shares[i] = null;
            _lanes[i].Enqueue(new LaneItem(LaneItemKind.Deliver, null, share, default));
            if (here is null)
            {
                here = _lanes[i];
            }
            else
            {
                _lanes[i].Wake();
            }
        }

        here?.TryRun();
    }

    /// <summary>Waits for the reads of all lanes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }
    }

    private void Share(List<Instruction> group)
    {
        foreach (var instruction in group)
        {
            for (var i = 0; i < _lanes.Length; i++)
            {
                if (instruction.Subscriber is null || ReferenceEquals(instruction.Subscriber.Lane, _lanes[i]))
                {
                    (_shares[i] ??= []).Add(instruction);
                }
            }
        }
    }
}
