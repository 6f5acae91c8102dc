namespace Chat.Server.Log.Memory;

/// <summary>
/// Finds events in an <see cref="EventRing"/> by the keys of their posts: a hash table with open addressing (linear probing), 8 bytes an entry, so that a look
/// mostly touches one line of a cache. The key itself is read where the event is. Owned by the store's lock.
/// </summary>
/// <remarks>
/// An entry is a bit that it is there, 27 bits of the hash, from which its home in the table follows, and the low 36 bits of the place. Nobody takes out
/// the entry of an event that is dropped, which would be a look somewhere in the table for each: its place tells that it is gone, and whoever adds entries sweeps a little of the
/// table every time, from one end to the other.
/// </remarks>
internal sealed class KeyIndex
{
    /// <summary>How many keys are looked for together.</summary>
    public const int MostAtOnce = 64;

    private const int HashBits = 27;
    private const int PlaceBits = 36;
    private const ulong Present = 1UL << 63;
    private const ulong PlaceMask = (1UL << PlaceBits) - 1;
    private const int LeastRoom = 64;

    /// <summary>Entries swept for one that is added: entries of dropped events take an eighth of the table at the most.</summary>
    private const int SweptForEach = 8;

    /// <summary>Entries swept in one go, since memory that is read on and on is there before it is asked for.</summary>
    private const int SweptAtOnce = 64 * SweptForEach;

    private readonly EventRing _events;
    private ProbeTable _table = new(LeastRoom, PlaceBits);
    private int _count;
    private int _swept;
    private int _toSweep;

    public KeyIndex(EventRing events)
    {
        _events = events;
    }

    /// <summary>How many entries the table has room for.</summary>
    public int Room => _table.Length;

    /// <summary>Looks for the event with a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="place">Where it is.</param>
    public bool TryFind(PostKey key, out long place) => TryFind(key, Tag(key), out place);

    /// <summary>Looks for the events with many keys. A look mostly waits for memory, and these wait together.</summary>
    /// <param name="keys">The keys, <see cref="MostAtOnce"/> at the most.</param>
    /// <param name="places">Gets where each is; 0 where there is none.</param>
    public void Find(ReadOnlySpan<PostKey> keys, Span<long> places)
    {
        Span<ulong> tags = stackalloc ulong[MostAtOnce];
        Span<ulong> homes = stackalloc ulong[MostAtOnce];
        for (var i = 0; i < keys.Length; i++)
        {
            tags[i] = Tag(keys[i]);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            homes[i] = _table[_table.Home(tags[i])];
        }

        for (var i = 0; i < keys.Length; i++)
        {
            places[i] = homes[i] != 0 && TryFind(keys[i], tags[i], out var place) ? place : 0;
        }
    }

    /// <summary>Adds a key that is not in it yet.</summary>
    public void Add(PostKey key, long place)
    {
        Sweep();
        if (4L * (_count + 1) > 3L * _table.Length)
        {
            Resize(_table.Length * 2);
        }

        _table.Put(Tag(key) | ((ulong)place & PlaceMask));
        _count++;
    }

    private bool TryFind(PostKey key, ulong wanted, out long place)
    {
        var (oldest, newest) = (_events.Oldest, _events.Newest);
        for (var at = _table.Home(wanted); _table[at] is var entry and not 0; at = _table.Next(at))
        {
            if ((entry & ~PlaceMask) == wanted && TryPlace(entry, oldest, newest, out place) && _events[place].PostKey == key)
            {
                return true;
            }
        }

        place = 0;
        return false;
    }

    private static ulong Tag(PostKey key) => Present | ((ulong)((uint)key.GetHashCode() >> (32 - HashBits)) << PlaceBits);

    /// <summary>Where the event of an entry is: the high bits are those of the oldest event, or one more. False when it is not there any more.</summary>
    private static bool TryPlace(ulong entry, long oldest, long newest, out long place)
    {
        place = oldest + (long)((entry - (ulong)oldest) & PlaceMask);
        return place <= newest;
    }

    private void Sweep()
    {
        _toSweep += SweptForEach;
        if (_toSweep < Math.Min(SweptAtOnce, _table.Length))
        {
            return;
        }

        var (oldest, newest) = (_events.Oldest, _events.Newest);
        for (; _toSweep > 0; _toSweep--)
        {
            if (_table[_swept] is var entry and not 0 && !TryPlace(entry, oldest, newest, out _))
            {
                _table.TakeOut(_swept);
                _count--;
                continue;
            }

            _swept = _table.Next(_swept);
            if (_swept == 0 && _table.Length > LeastRoom && 8L * _count < _table.Length)
            {
                Resize(_table.Length / 2);
            }
        }
    }

    private void Resize(int room)
    {
        var old = _table;
        (_table, _count, _swept) = (new ProbeTable(room, PlaceBits), 0, 0);
        var (oldest, newest) = (_events.Oldest, _events.Newest);
        foreach (var entry in old.Entries)
        {
            if (entry != 0 && TryPlace(entry, oldest, newest, out _))
            {
                _table.Put(entry);
                _count++;
            }
        }
    }
}
