namespace Chat.Server.Log.Memory;

/// <summary>
/// A store that keeps nothing on disk. It holds at most a number of bytes over all logs; what falls out, oldest first, is past
/// retention, and its keys are forgotten with it.
/// </summary>
/// <remarks>All state is guarded by one lock that is held for the time of a copy, never over I/O.</remarks>
internal sealed partial class MemoryEventLog : IEventLog
{
    /// <summary>The default bound, in bytes: some four hundred thousand short messages.</summary>
    public const long DefaultCapacity = 64L * 1024 * 1024;

    /// <summary>Logs of which nothing is kept but their heads; beyond it the one that was emptied first is forgotten.</summary>
    public const int MaxEmptied = 32_768;

    /// <summary>What an event costs beside its bytes: its place in its log, and its key in the index.</summary>
    private const int EventOverhead = 40;

    private readonly Lock _gate = new();
    private readonly long _capacity;
    private readonly EventRing _events = new();
    private readonly KeyIndex _keys;
    private readonly Dictionary<LogId, MemoryLog> _logs = [];
    private readonly List<MemoryLog?> _numbered = [];
    private readonly Stack<int> _freeNumbers = [];
    private readonly Queue<MemoryLog> _emptied = new();
    private readonly List<MemoryLog> _changed = [];
    private long _revisionBytes;
    private long _systemHead;

    public MemoryEventLog(long capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
        _keys = new KeyIndex(_events);
    }

    public bool AppendsAtOnce => true;

    /// <summary>Bytes held by estimate, never above the capacity by more than the newest group.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return Held;
            }
        }
    }

    private long Held => _events.Bytes + ((long)_events.Count * EventOverhead) + _revisionBytes;

    public ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(new OpenedLog([.. _logs.Values.Select(log => log.Bounds)], _systemHead));
        }
    }

    public ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(new StoredState(new SystemState(), new Dictionary<LogId, LogTail>()));

    public ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Refusal(batch) ?? Append(batch));
        }
    }

    /// <summary>The server has it all in its memory, and this store does not outlive it.</summary>
    public ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation) => ValueTask.FromResult(true);

    public ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_logs.TryGetValue(read.Log, out var log) ? log.Read(read) : new LogSlice([], 1));
        }
    }

    public ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_logs.TryGetValue(log, out var found) ? found.OriginOf(seq) : null);
        }
    }

    public ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<KeyedEvent?>(_keys.TryFind(key, out var place) ? KeyedAt(place) : null);
        }
    }

    public void FindKeys(ReadOnlySpan<PostKey> keys, List<(int Index, KeyedEvent Event)> found)
    {
        Span<long> places = stackalloc long[KeyIndex.MostAtOnce];
        lock (_gate)
        {
            for (var start = 0; start < keys.Length; start += KeyIndex.MostAtOnce)
            {
                var some = keys.Slice(start, Math.Min(KeyIndex.MostAtOnce, keys.Length - start));
                _keys.Find(some, places);
                for (var i = 0; i < some.Length; i++)
                {
                    if (places[i] != 0)
                    {
                        found.Add((start + i, KeyedAt(places[i])));
                    }
                }
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private AppendResult? Refusal(LogBatch batch)
    {
        if (batch.System is { } system && system.ExpectedHead != _systemHead)
        {
            return new AppendResult(AppendOutcome.Moved);
        }

        List<KeyedEvent>? duplicates = null;
        foreach (var append in batch.Logs)
        {
            if (_logs.TryGetValue(append.Log, out var log) && log.Head != append.ExpectedHead)
            {
                return new AppendResult(AppendOutcome.Moved) { Logs = [log.Bounds] };
            }

            for (var i = 0; i < append.Events.Count; i++)
            {
                if (append.Events[i] is { Key: { } key } logEvent && _keys.TryFind(new PostKey(logEvent.Author, key), out var held))
                {
                    (duplicates ??= []).Add(KeyedAt(held));
                }
            }
        }

        return duplicates is null ? null : new AppendResult(AppendOutcome.Duplicate) { Duplicates = duplicates };
    }

    private AppendResult Append(LogBatch batch)
    {
        // Users and rooms are in the server's memory, and this store does not outlive it: their number is all that is kept.
        _systemHead += batch.System?.Events.Count ?? 0;
        _changed.Clear();
        foreach (var append in batch.Logs)
        {
            var log = _logs.TryGetValue(append.Log, out var known) ? known : NewLog(append.Log, append.ExpectedHead);
            var before = log.RevisionBytes;
            for (var i = 0; i < append.Events.Count; i++)
            {
                var logEvent = append.Events[i];
                var place = log.Add(logEvent);
                if (logEvent.Key is { } key)
                {
                    _keys.Add(new PostKey(logEvent.Author, key), place);
                }
            }

            _revisionBytes += log.RevisionBytes - before;
            Change(log);
        }

        var newest = batch.Logs.Count == 0 ? 0 : batch.Logs[^1].Events.Count;
        while (Held > _capacity && _events.Count > newest)
        {
            Change(DropOldest());
        }

        var bounds = _changed.ConvertAll(static log => log.Bounds);
        _changed.ForEach(static log => log.IsChanged = false);
        return AppendResult.Done with { Logs = bounds };
    }

    private void Change(MemoryLog log)
    {
        if (!log.IsChanged)
        {
            log.IsChanged = true;
            _changed.Add(log);
        }
    }

    private MemoryLog NewLog(LogId id, long head)
    {
        if (!_freeNumbers.TryPop(out var number))
        {
            number = _numbered.Count;
            _numbered.Add(null);
        }

        var log = new MemoryLog(id, number, head, _events);
        _numbered[number] = log;
        _logs.Add(id, log);
        return log;
    }

    private KeyedEvent KeyedAt(long place)
    {
        ref var record = ref _events[place];
        return new KeyedEvent(record.PostKey, _numbered[record.Log]!.Id, record.Seq, record.Time);
    }

    /// <summary>Events age in the order they were appended, whatever their log: the oldest of all is the first of its log.</summary>
    private MemoryLog DropOldest()
    {
        ref var oldest = ref _events[_events.Oldest];
        var log = _numbered[oldest.Log]!;
        var before = log.RevisionBytes;
        log.DropFirst(in oldest);
        _revisionBytes += log.RevisionBytes - before;
        _events.DropOldest();
        if (log.IsEmpty)
        {
            Retire(log);
        }

        return log;
    }

    /// <summary>A log that is empty still has a head, which is asked for after a commit in doubt. One may have been emptied again since it was put in line, or be gone.</summary>
    private void Retire(MemoryLog log)
    {
        _emptied.Enqueue(log);
        if (_emptied.Count > MaxEmptied && _emptied.Dequeue() is { IsEmpty: true } oldest && ReferenceEquals(_numbered[oldest.Number], oldest))
        {
            _logs.Remove(oldest.Id);
            _numbered[oldest.Number] = null;
            _freeNumbers.Push(oldest.Number);
        }
    }
}
