namespace Chat.Server.Sequencing;

/// <summary>
/// Knows how far back prepared reads go. A request that was prepared while group n was the newest committed one has seen everything
/// up to n; what came after it is in the sequencer's memory, which is kept as long as a pin says so.
/// </summary>
/// <remarks>Called from sessions and from the driver; guarded by its lock.</remarks>
internal sealed class PrepareWindow
{
    private readonly Lock _gate = new();
    private readonly Queue<Slot> _slots = new();
    private Slot _newest = new(0);

    public PrepareWindow()
    {
        _slots.Enqueue(_newest);
    }

    /// <summary>The number of the newest committed group that every request still to come was prepared after.</summary>
    public long Floor
    {
        get
        {
            lock (_gate)
            {
                while (_slots.Count > 1 && _slots.Peek().Pins == 0)
                {
                    _slots.Dequeue();
                }

                return _slots.Peek().Group;
            }
        }
    }

    /// <summary>Taken before a request's first read; let go once its turn is over, or when it never comes.</summary>
    public Pin Take()
    {
        lock (_gate)
        {
            _newest.Pins++;
            return new Pin(this, _newest);
        }
    }

    /// <summary>A group is committed: reads that begin from now on see it.</summary>
    public void Advance(long group)
    {
        lock (_gate)
        {
            _newest = new Slot(group);
            _slots.Enqueue(_newest);
        }
    }

    private void Release(Slot slot)
    {
        lock (_gate)
        {
            slot.Pins--;
        }
    }

    /// <summary>One request's hold on the newest events. Released once.</summary>
    internal readonly struct Pin
    {
        private readonly PrepareWindow _window;
        private readonly Slot _slot;

        internal Pin(PrepareWindow window, object slot)
        {
            _window = window;
            _slot = (Slot)slot;
        }

        public void Release() => _window.Release(_slot);
    }

    private sealed class Slot(long group)
    {
        public long Group { get; } = group;

        public int Pins { get; set; }
    }
}
