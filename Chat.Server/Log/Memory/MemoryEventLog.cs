using System.Text;

namespace Chat.Server.Log.Memory;

/// <summary>
/// A store that keeps nothing on disk. It holds at most a number of bytes over all logs; what falls out, oldest first, is past
/// retention, and its keys are forgotten with it.
/// </summary>
/// <remarks>All state is guarded by one lock that is held for the time of a copy, never over I/O.</remarks>
internal sealed partial class MemoryEventLog : IEventLog
{
    /// <summary>The default bound, in bytes: some hundred thousand short messages.</summary>
    public const long DefaultCapacity = 64L * 1024 * 1024;

    /// <summary>Logs of which nothing is kept but their heads; beyond it the one that was emptied first is forgotten.</summary>
    public const int MaxEmptied = 32_768;

    private readonly Lock _gate = new();
    private readonly long _capacity;
    private readonly Dictionary<LogId, MemoryLog> _logs = [];
    private readonly Dictionary<PostKey, KeyedEvent> _keys = [];
    private readonly Queue<MemoryLog> _byAge = new();
    private readonly Queue<MemoryLog> _emptied = new();
    private long _held;
    private long _systemHead;
    private long _lastPlace;

    public MemoryEventLog(long capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    public bool AppendsAtOnce => true;

    /// <summary>Bytes held by estimate, never above the capacity by more than the newest group.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

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
            EventOrigin? origin = _logs.TryGetValue(log, out var found) && found.TryGet(seq, out var logEvent)
                ? new EventOrigin(logEvent.Author, logEvent.Kind)
                : null;
            return ValueTask.FromResult(origin);
        }
    }

    public ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation)
    {
        lock (_gate)
        {
            KeyedEvent? found = _keys.TryGetValue(key, out var keyed) ? keyed : null;
            return ValueTask.FromResult(found);
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

            foreach (var logEvent in append.Events)
            {
                if (logEvent.Key is { } key && _keys.TryGetValue(new PostKey(logEvent.Author, key), out var held))
                {
                    (duplicates ??= []).Add(held);
                }
            }
        }

        return duplicates is null ? null : new AppendResult(AppendOutcome.Duplicate) { Duplicates = duplicates };
    }

    private AppendResult Append(LogBatch batch)
    {
        // Users and rooms are in the server's memory, and this store does not outlive it: their number is all that is kept.
        _systemHead += batch.System?.Events.Count ?? 0;
        var bounds = new Dictionary<LogId, LogBounds>(batch.Logs.Count);
        foreach (var append in batch.Logs)
        {
            if (!_logs.TryGetValue(append.Log, out var log))
            {
                _logs.Add(append.Log, log = new MemoryLog(append.Log, append.ExpectedHead));
            }

            foreach (var logEvent in append.Events)
            {
                Add(log, logEvent);
            }

            bounds[log.Id] = log.Bounds;
        }

        var newest = batch.Logs.Count == 0 ? 0 : batch.Logs[^1].Events.Count;
        while (_held > _capacity && _byAge.Count > newest)
        {
            var log = DropOldest();
            bounds[log.Id] = log.Bounds;
        }

        return AppendResult.Done with { Logs = [.. bounds.Values] };
    }

    private void Add(MemoryLog log, LogEvent logEvent)
    {
        _held += log.Add(logEvent, ++_lastPlace);
        _byAge.Enqueue(log);
        if (logEvent.Key is { } key)
        {
            var postKey = new PostKey(logEvent.Author, key);
            _keys.Add(postKey, new KeyedEvent(postKey, log.Id, logEvent.Seq, logEvent.Time));
        }
    }

    /// <summary>Events age in the order they were appended, whatever their log: the oldest of all is the first of its log.</summary>
    private MemoryLog DropOldest()
    {
        var log = _byAge.Dequeue();
        _held -= log.DropFirst(out var dropped);
        if (dropped.Key is { } key)
        {
            _keys.Remove(new PostKey(dropped.Author, key));
        }

        if (log.IsEmpty)
        {
            Retire(log);
        }

        return log;
    }

    /// <summary>A log that is empty still has a head, which is asked for after a commit in doubt.</summary>
    private void Retire(MemoryLog log)
    {
        _emptied.Enqueue(log);
        if (_emptied.Count > MaxEmptied && _emptied.Dequeue() is { IsEmpty: true } oldest)
        {
            _logs.Remove(oldest.Id);
        }
    }

    /// <summary>Bytes of UTF-8 that an event's text takes in a frame.</summary>
    internal static int TextBytes(LogEvent logEvent) => Encoding.UTF8.GetByteCount(logEvent.Text);
}
