using Chat.Protocol;
using Chat.Server.Log;

namespace Chat.Server.Sequencing;

/// <summary>Keys, authors and deletions of the newest events: what prepared reads cannot know yet. State of the sequencer's turn.</summary>
internal sealed class Recents
{
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

    /// <summary>An event that is decided comes to the end of its log.</summary>
    public void Append(LogId log, LogEvent e)
    {
        if (!_logs.TryGetValue(log, out var recent))
        {
            _logs.Add(log, recent = new RecentLog(e.Seq));
        }

        recent.Origins.Add(new EventOrigin(e.Author, e.Kind));
        if (e.Key is { } key)
        {
            var postKey = new PostKey(e.Author, key);
            _keys[postKey] = new KeyedEvent(postKey, log, e.Seq, e.Time);
        }
    }

    /// <summary>The newest event of a log is not decided any more.</summary>
    public void TakeBack(LogId log, LogEvent e)
    {
        var recent = _logs[log];
        recent.Origins.RemoveAt(recent.Origins.Count - 1);
        if (e.Key is { } key)
        {
            _keys.Remove(new PostKey(e.Author, key));
        }

        RemoveIfEmpty(log, recent);
    }

    /// <summary>An event is deleted by one that was appended before.</summary>
    /// <returns>The group that has deleted it already, for <see cref="Restore"/>.</returns>
    public long? Delete(LogId log, long seq)
    {
        var deletions = _logs[log].Deletions;
        long? before = deletions.TryGetValue(seq, out var group) ? group : null;
        deletions[seq] = Group;
        return before;
    }

    /// <summary>A deletion is not decided any more.</summary>
    public void Restore(LogId log, long seq, long? before)
    {
        if (before is { } group)
        {
            _logs[log].Deletions[seq] = group;
        }
        else
        {
            _logs[log].Deletions.Remove(seq);
        }
    }

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

    private void Forget(LogAppend append, long floor)
    {
        var recent = _logs[append.Log];
        recent.ForgetFirst(append.Events.Count);
        foreach (var e in append.Events)
        {
            if (e.Key is { } key)
            {
                _keys.Remove(new PostKey(e.Author, key));
            }

            if (e is { Kind: EventKind.Delete, Ref: { } deleted } && recent.Deletions.TryGetValue(deleted, out var group) && group <= floor)
            {
                recent.Deletions.Remove(deleted);
            }
        }

        RemoveIfEmpty(append.Log, recent);
    }

    private void RemoveIfEmpty(LogId log, RecentLog recent)
    {
        if (recent.Origins.Count == 0 && recent.Deletions.Count == 0)
        {
            _logs.Remove(log);
        }
    }

    /// <summary>The newest events of one log, whose seqs follow each other, and what they have deleted.</summary>
    private sealed class RecentLog(long first)
    {
        private long _first = first;

        public List<EventOrigin> Origins { get; } = [];

        /// <summary>The groups that have deleted events, these or older ones, by their seqs.</summary>
        public Dictionary<long, long> Deletions { get; } = [];

        public bool TryGet(long seq, out EventOrigin origin)
        {
            if (seq >= _first && seq < _first + Origins.Count)
            {
                origin = Origins[(int)(seq - _first)];
                origin = Deletions.ContainsKey(seq) ? origin with { Kind = EventKind.Delete } : origin;
                return true;
            }

            origin = new EventOrigin(default, EventKind.Delete);
            return Deletions.ContainsKey(seq);
        }

        public void ForgetFirst(int count)
        {
            Origins.RemoveRange(0, count);
            _first += count;
        }
    }
}
