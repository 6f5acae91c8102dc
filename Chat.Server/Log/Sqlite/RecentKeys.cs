using System.Numerics;

namespace Chat.Server.Log.Sqlite;

/// <summary>Keys that are committed and not yet in the index, in the order of their commits. Guarded by its lock; the indexer takes out what it has written.</summary>
/// <remarks>
/// A ring of the keys and a hash table (open addressing, linear probing) over it, of 56 and some 16 bytes a key: while the server is busy there are many, and it has to do with them twice for
/// every message.
/// </remarks>
internal sealed class RecentKeys
{
    /// <summary>Keys kept at the most before commits wait for the indexer: some 40 MB.</summary>
    public const int Bound = 500_000;

    private const int LeastRoom = 64;
    private const int HashShift = 32;

    private readonly int _bound;
    private readonly Lock _gate = new();
    private Entry[] _ring = new Entry[LeastRoom];
    private ProbeTable _table = new(2 * LeastRoom, HashShift);
    private int _start;
    private int _count;
    private int _committed;

    public RecentKeys(int bound = Bound)
    {
        _bound = bound;
    }

    /// <summary>Whether commits have to wait.</summary>
    public bool IsFull => Count >= _bound;

    /// <summary>Whether it is time to take some out, whatever else there is to do.</summary>
    public bool IsFilling => Count >= _bound / 2;

    /// <summary>How many are committed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _committed;
            }
        }
    }

    /// <summary>Finds a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="stored">Where it is.</param>
    /// <param name="isCommitted">False when the commit that it is in is still under way.</param>
    public bool TryGet(PostKey key, out StoredKey stored, out bool isCommitted)
    {
        lock (_gate)
        {
            var at = Find(key);
            var slot = at < 0 ? -1 : SlotOf(_table[at]);
            stored = slot < 0 ? default : _ring[slot].Stored;
            isCommitted = slot >= 0 && ((slot - _start) & (_ring.Length - 1)) < _committed;
            return slot >= 0;
        }
    }

    /// <summary>Keys of blocks whose commit is about to be made: whoever asks for one of them has to wait for it.</summary>
    public void Prepare(IReadOnlyList<(long Block, StoredKey Stored)> group)
    {
        lock (_gate)
        {
            Reserve(_count + group.Count);
            for (var i = 0; i < group.Count; i++)
            {
                var slot = (_start + _count++) & (_ring.Length - 1);
                _ring[slot] = new Entry(group[i].Block, group[i].Stored);
                Put(slot);
            }
        }
    }

    /// <summary>The commit has been made.</summary>
    public void Commit()
    {
        lock (_gate)
        {
            _committed = _count;
        }
    }

    /// <summary>The commit has failed, or was not come to.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            while (_count > _committed)
            {
                _count--;
                TakeOut((_start + _count) & (_ring.Length - 1));
            }
        }
    }

    /// <summary>Copies the oldest, at least as many as asked for where there are so many, and always those of whole blocks.</summary>
    /// <param name="count">How many.</param>
    /// <param name="upTo">The block of the last of them.</param>
    public List<StoredKey> Oldest(int count, out long upTo)
    {
        lock (_gate)
        {
            upTo = 0;
            var oldest = new List<StoredKey>(Math.Min(count, _committed));
            for (var i = 0; i < _committed; i++)
            {
                ref var entry = ref _ring[(_start + i) & (_ring.Length - 1)];
                if (oldest.Count >= count && entry.Block != upTo)
                {
                    break;
                }

                oldest.Add(entry.Stored);
                upTo = entry.Block;
            }

            return oldest;
        }
    }

    /// <summary>Everything up to this block is in the index.</summary>
    public void Forget(long block)
    {
        lock (_gate)
        {
            while (_committed > 0 && _ring[_start].Block <= block)
            {
                TakeOut(_start);
                _start = (_start + 1) & (_ring.Length - 1);
                _count--;
                _committed--;
            }

            if (_count == 0)
            {
                Empty();
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            Empty();
        }
    }

    private static int SlotOf(ulong entry) => (int)(uint)entry - 1;

    private static ulong EntryOf(PostKey key, int slot) => ((ulong)(uint)key.GetHashCode() << HashShift) | (uint)(slot + 1);

    /// <summary>Where in the table a key is; -1 where it is not.</summary>
    private int Find(PostKey key)
    {
        var wanted = EntryOf(key, -1);
        for (var at = _table.Home(wanted); _table[at] is var entry and not 0; at = _table.Next(at))
        {
            if (entry >> HashShift == wanted >> HashShift && _ring[SlotOf(entry)].Stored.Key == key)
            {
                return at;
            }
        }

        return -1;
    }

    private void Put(int slot) => _table.Put(EntryOf(_ring[slot].Stored.Key, slot));

    private void TakeOut(int slot) => _table.TakeOut(Find(_ring[slot].Stored.Key));

    private void Reserve(int count)
    {
        if (count <= _ring.Length)
        {
            return;
        }

        var ring = new Entry[(int)BitOperations.RoundUpToPowerOf2((uint)count)];
        for (var i = 0; i < _count; i++)
        {
            ring[i] = _ring[(_start + i) & (_ring.Length - 1)];
        }

        (_ring, _start, _table) = (ring, 0, new ProbeTable(2 * ring.Length, HashShift));
        for (var slot = 0; slot < _count; slot++)
        {
            Put(slot);
        }
    }

    /// <summary>Nothing is left, and of the room no more than at the beginning.</summary>
    private void Empty()
    {
        (_start, _count, _committed) = (0, 0, 0);
        if (_ring.Length > LeastRoom)
        {
            (_ring, _table) = (new Entry[LeastRoom], new ProbeTable(2 * LeastRoom, HashShift));
        }
        else
        {
            _table.Clear();
        }
    }

    private readonly record struct Entry(long Block, StoredKey Stored);
}
