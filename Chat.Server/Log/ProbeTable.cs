namespace Chat.Server.Log;

/// <summary>
/// The entries of a hash table with open addressing (linear probing): numbers of 64 bits, 0 where there is none, whose homes follow from their high bits. Whoever has it knows what else an
/// entry says, and makes a larger one in time: one place at least has to be empty.
/// </summary>
internal readonly struct ProbeTable
{
    private readonly ulong[] _entries;
    private readonly int _homeShift;

    /// <param name="length">How many places there are, a power of two.</param>
    /// <param name="homeShift">Where in an entry the bits begin that tell its home.</param>
    public ProbeTable(int length, int homeShift)
    {
        _entries = new ulong[length];
        _homeShift = homeShift;
    }

    public int Length => _entries.Length;

    /// <summary>All places, in their order.</summary>
    public ReadOnlySpan<ulong> Entries => _entries;

    public ulong this[int at] => _entries[at];

    /// <summary>Where a look for an entry begins; it goes on to the <see cref="Next"/> until a place is empty.</summary>
    public int Home(ulong entry) => (int)(entry >> _homeShift) & (_entries.Length - 1);

    public int Next(int at) => (at + 1) & (_entries.Length - 1);

    public void Put(ulong entry)
    {
        var at = Home(entry);
        while (_entries[at] != 0)
        {
            at = Next(at);
        }

        _entries[at] = entry;
    }

    /// <summary>Empties a place. What follows without a gap and belongs before it, or into it, moves there, so that a look never has to pass an empty one.</summary>
    public void TakeOut(int hole)
    {
        for (var at = Next(hole); _entries[at] is var following and not 0; at = Next(at))
        {
            if (Distance(Home(following), at) >= Distance(hole, at))
            {
                _entries[hole] = following;
                hole = at;
            }
        }

        _entries[hole] = 0;
    }

    public void Clear() => Array.Clear(_entries);

    private int Distance(int from, int to) => (to - from) & (_entries.Length - 1);
}
