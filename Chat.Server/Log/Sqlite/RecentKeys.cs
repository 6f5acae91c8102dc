namespace Chat.Server.Log.Sqlite;

/// <summary>Keys that are committed and not yet in the index. Guarded by its lock; the indexer takes out what it has written.</summary>
internal sealed class RecentKeys
{
    /// <summary>Keys kept at the most before commits wait for the indexer: some 30 MB.</summary>
    public const int Bound = 200_000;

    private readonly int _bound;
    private readonly Lock _gate = new();
    private readonly Dictionary<PostKey, (long Block, StoredKey Stored)> _keys = [];
    private readonly Queue<(long Block, PostKey Key)> _byAge = new();
    private long _committed;

    public RecentKeys(int bound = Bound)
    {
        _bound = bound;
    }

    /// <summary>Whether commits have to wait.</summary>
    public bool IsFull => Count >= _bound;

    /// <summary>Whether it is time to take some out.</summary>
    public bool IsFilling => Count >= _bound / 4;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byAge.Count;
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
            var found = _keys.TryGetValue(key, out var entry);
            (stored, isCommitted) = (entry.Stored, entry.Block <= _committed);
            return found;
        }
    }

    /// <summary>Keys of blocks whose commit is about to be made: whoever asks for one of them has to wait for it.</summary>
    public void Prepare(IReadOnlyList<(long Block, StoredKey Stored)> group)
    {
        lock (_gate)
        {
            foreach (var entry in group)
            {
                _keys[entry.Stored.Key] = entry;
            }
        }
    }

    /// <summary>The commit has been made.</summary>
    public void Commit(IReadOnlyList<(long Block, StoredKey Stored)> group)
    {
        lock (_gate)
        {
            foreach (var (block, stored) in group)
            {
                _byAge.Enqueue((block, stored.Key));
                _committed = block;
            }
        }
    }

    /// <summary>The commit has failed.</summary>
    public void Abandon(IReadOnlyList<(long Block, StoredKey Stored)> group)
    {
        lock (_gate)
        {
            foreach (var (_, stored) in group)
            {
                _keys.Remove(stored.Key);
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
            var oldest = new List<StoredKey>(Math.Min(count, _byAge.Count));
            foreach (var (block, key) in _byAge)
            {
                if (oldest.Count >= count && block != upTo)
                {
                    break;
                }

                oldest.Add(_keys[key].Stored);
                upTo = block;
            }

            return oldest;
        }
    }

    /// <summary>Everything up to this block is in the index.</summary>
    public void Forget(long block)
    {
        lock (_gate)
        {
            while (_byAge.TryPeek(out var oldest) && oldest.Block <= block)
            {
                _byAge.Dequeue();
                _keys.Remove(oldest.Key);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _keys.Clear();
            _byAge.Clear();
            _committed = 0;
        }
    }
}
