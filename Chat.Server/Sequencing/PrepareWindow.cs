namespace Chat.Server.Sequencing;

/// <summary>
/// Knows how far back prepared reads go. A request that was prepared while group n was the newest committed one has seen everything
/// up to n; what came after it is in the sequencer's memory, which is kept as long as a pin says so.
/// </summary>
/// <remarks>Pins are taken and let go by any thread; the rest belongs to the driver.</remarks>
internal sealed class PrepareWindow
{
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
            while (_slots.Count > 1 && _slots.Peek().TryClose())
            {
                _slots.Dequeue();
            }

            return _slots.Peek().Group;
        }
    }

    /// <summary>Taken before a request's first read; let go once its turn is over, or when it never comes.</summary>
    public Pin Take()
    {
        while (true)
        {
            var slot = Volatile.Read(ref _newest);
            if (slot.TryTake())
            {
                return new Pin(slot);
            }
        }
    }

    /// <summary>A group is committed: reads that begin from now on see it.</summary>
    public void Advance(long group)
    {
        var slot = new Slot(group);
        _slots.Enqueue(slot);
        Volatile.Write(ref _newest, slot);
    }

    /// <summary>One request's hold on the newest events. Released once.</summary>
    internal readonly struct Pin
    {
        private readonly Slot _slot;

        internal Pin(object slot)
        {
            _slot = (Slot)slot;
        }

        public void Release() => _slot.Release();
    }

    private sealed class Slot(long group)
    {
        /// <summary>So far below none that no number of late comers reaches it.</summary>
        private const int Closed = int.MinValue / 2;

        private int _pins;

        public long Group { get; } = group;

        /// <summary>Takes a pin, unless the slot was closed meanwhile: then there is a newer one.</summary>
        public bool TryTake() => Interlocked.Increment(ref _pins) > 0;

        public void Release() => Interlocked.Decrement(ref _pins);

        /// <summary>Closes it when nobody holds a pin on it.</summary>
        public bool TryClose() => Interlocked.CompareExchange(ref _pins, Closed, 0) == 0;
    }
}
