using Chat.Protocol;
using Chat.Server.Log;

namespace Chat.Server.Sequencing;

/// <summary>Keys, authors and deletions of the newest events: what prepared reads cannot know yet. State of the sequencer's turn.</summary>
internal sealed class Recents
{
    /// <summary>Room for so many keys is kept when there are fewer.</summary>
    private const int LeastRoom = 512;

    private readonly Dictionary<PostKey, KeyedEvent> _keys = [];
    private readonly Dictionary<LogId, RecentLog> _logs = [];
    private readonly Queue<(long Group, LogAppend Append)> _byAge = new();
    private readonly Queue<(long Group, PostKey Key)> _learned = new();

    public int Count => _byAge.Count + _learned.Count;

    /// <summary>The number under which the group now being decided will be committed.</summary>
    public long Group { get; private set; } = 1;

    public bool TryGet(PostKey key, out KeyedEvent keyed) => _keys.TryGetValue(key, out keyed);

    public bool TryGet(LogId log, long seq, out EventOrigin origin)
    {
        origin = default;
        return _logs.TryGetValue(log, out var recent) && recent.TryGet(seq, out origin);
    }

    /// <summary>A group begins to append to a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="events">What it appends; it grows.</param>
    /// <param name="first">The seq that the first of them will have.</param>
    public void Begin(LogId log, IReadOnlyList<LogEvent> events, long first)
    {
        if (!_logs.TryGetValue(log, out var recent))
        {
            _logs.Add(log, recent = new RecentLog());
        }

        recent.Appends.Add((first, events));
    }

    /// <summary>An event that is decided has come to the end of its log.</summary>
    public void Add(LogId log, LogEvent e)
    {
        if (e.Key is { } key)
        {
            var postKey = new PostKey(e.Author, key);
            _keys[postKey] = new KeyedEvent(postKey, log, e.Seq, e.Time);
        }
    }

    /// <summary>What the newest group has appended to a log is not decided any more.</summary>
    public void TakeBack(LogId log, IReadOnlyList<LogEvent> events)
    {
        var recent = _logs[log];
        recent.Appends.RemoveAt(recent.Appends.Count - 1);
        foreach (var e in events)
        {
            Forget(e);
        }

        RemoveIfEmpty(log, recent);
    }

    /// <summary>An event is deleted by one that was appended before.</summary>
    /// <returns>The group that has deleted it already, for <see cref="Restore"/>.</returns>
    public long? Delete(LogId log, long seq)
    {
        var recent = _logs[log];
        var before = recent.DeletedBy(seq);
        recent.SetDeletedBy(seq, Group);
        return before;
    }

    /// <summary>A deletion is not decided any more.</summary>
    public void Restore(LogId log, long seq, long? before) => _logs[log].SetDeletedBy(seq, before);

    /// <summary>The group is committed; the next one begins.</summary>
    public void Committed(IEnumerable<LogAppend> appends)
    {
        foreach (var append in appends)
        {
            _byAge.Enqueue((Group, append));
        }

        Group++;
    }

    /// <summary>The store has told of a post that was not known here: it is kept like one of the group now being decided.</summary>
    public void Learn(KeyedEvent keyed)
    {
        _keys[keyed.Key] = keyed;
        _learned.Enqueue((Group, keyed.Key));
    }

    /// <summary>Forgets what every prepared read to come has seen.</summary>
    public void Forget(long floor)
    {
        if (floor >= Group - 1 && _learned.Count == 0)
        {
            Clear();
            return;
        }

        while (_byAge.TryPeek(out var oldest) && oldest.Group <= floor)
        {
            _byAge.Dequeue();
            Forget(oldest.Append, floor);
        }

        while (_learned.TryPeek(out var oldest) && oldest.Group <= floor)
        {
            _learned.Dequeue();
            _keys.Remove(oldest.Key);
        }
    }

    /// <summary>All of it, as nearly always: that costs nothing for each event.</summary>
    private void Clear()
    {
        if (_byAge.Count > 0)
        {
            var count = _keys.Count;
            _keys.Clear();
            if (_keys.EnsureCapacity(0) > 8 * Math.Max(count, LeastRoom))
            {
                _keys.TrimExcess(Math.Max(count, LeastRoom)); // Clearing takes as long as the room is large.
            }

            _logs.Clear();
            _byAge.Clear();
        }
    }

    private void Forget(LogAppend append, long floor)
    {
        var recent = _logs[append.Log];
        recent.Appends.RemoveAt(0);
        foreach (var e in append.Events)
        {
            Forget(e);
            if (e is { Kind: EventKind.Delete, Ref: { } deleted } && recent.DeletedBy(deleted) <= floor)
            {
                recent.SetDeletedBy(deleted, null);
            }
        }

        RemoveIfEmpty(append.Log, recent);
    }

    private void Forget(LogEvent e)
    {
        if (e.Key is { } key)
        {
            _keys.Remove(new PostKey(e.Author, key));
        }
    }

    private void RemoveIfEmpty(LogId log, RecentLog recent)
    {
        if (recent.IsEmpty)
        {
            _logs.Remove(log);
        }
    }

    /// <summary>The newest events of one log, whose seqs follow each other, and what they have deleted.</summary>
    private sealed class RecentLog
    {
        /// <summary>The groups that have deleted events, these or older ones, by their seqs; null when there are none, as mostly.</summary>
        private Dictionary<long, long>? _deletions;

        /// <summary>What groups have appended, in their order, and the seq with which each begins.</summary>
        public List<(long First, IReadOnlyList<LogEvent> Events)> Appends { get; } = [];

        public bool IsEmpty => Appends.Count == 0 && _deletions is null;

        public long? DeletedBy(long seq) => _deletions is not null && _deletions.TryGetValue(seq, out var group) ? group : null;

        public void SetDeletedBy(long seq, long? group)
        {
            if (group is { } by)
            {
                (_deletions ??= [])[seq] = by;
            }
            else if (_deletions is not null && _deletions.Remove(seq) && _deletions.Count == 0)
            {
                _deletions = null;
            }
        }

        public bool TryGet(long seq, out EventOrigin origin)
        {
            if (Find(seq) is { } e)
            {
                origin = new EventOrigin(e.Author, DeletedBy(seq) is not null ? EventKind.Delete : e.Kind);
                return true;
            }

            origin = new EventOrigin(default, EventKind.Delete);
            return DeletedBy(seq) is not null;
        }

        private LogEvent? Find(long seq)
        {
            var (low, high) = (0, Appends.Count - 1);
            while (low <= high)
            {
                var middle = low + ((high - low) / 2);
                var (first, events) = Appends[middle];
                if (seq < first)
                {
                    high = middle - 1;
                }
                else if (seq >= first + events.Count)
                {
                    low = middle + 1;
                }
                else
                {
                    return events[(int)(seq - first)];
                }
            }

            return null;
        }
    }
}
