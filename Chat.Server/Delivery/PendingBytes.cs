namespace Chat.Server.Delivery;

/// <summary>The segments for one session in one run of its lane: nearly always exactly one, the shared block itself.</summary>
internal struct PendingBytes
{
    private const int MostKept = 64;

    private ReadOnlyMemory<byte> _first;
    private List<ReadOnlyMemory<byte>>? _rest;

    /// <summary>Whom they are for.</summary>
    public Subscriber Subscriber { get; set; }

    public int Count { get; private set; }

    public void Add(ReadOnlyMemory<byte> bytes)
    {
        if (Count == 0)
        {
            _first = bytes;
        }
        else
        {
            (_rest ??= []).Add(bytes);
        }

        Count += bytes.Length;
    }

    /// <summary>All bytes in one piece and none left behind: the segment itself when there is one, else copied into <paramref name="scratch"/>.</summary>
    public ReadOnlyMemory<byte> Take(ref byte[] scratch)
    {
        var taken = _first;
        if (_rest is { Count: > 0 })
        {
            if (scratch.Length < Count)
            {
                scratch = new byte[Count];
            }

            _first.CopyTo(scratch);
            var end = _first.Length;
            foreach (var segment in _rest)
            {
                segment.CopyTo(scratch.AsMemory(end));
                end += segment.Length;
            }

            taken = scratch.AsMemory(0, end);
        }

        Clear();
        return taken;
    }

    public void Clear()
    {
        _first = default;
        Count = 0;
        if (_rest is { Capacity: <= MostKept })
        {
            _rest.Clear();
        }
        else
        {
            _rest = null;
        }
    }
}
