using Chat.Server.Log;

namespace Chat.Tests.Support;

/// <summary>A store that does what a test tells it to: fails, stalls and leaves in doubt at any step; otherwise it is the store inside. Any thread.</summary>
internal sealed class FaultyLog : IEventLog
{
    private readonly Lock _lock = new();
    private readonly Queue<AppendFault> _next = new();
    private readonly Queue<AppendResult> _answers = new();
    private readonly List<LogBatch> _groups = [];
    private readonly List<KeptMarks> _kept = [];
    private AppendFault _rest;
    private int _openFailures;
    private int _readFailures;
    private int _findFailures;
    private int _keepFailures;
    private int _opens;
    private int _reads;
    private int _finds;
    private volatile Gate? _appending;
    private volatile Gate? _appended;
    private volatile Gate? _opening;
    private volatile Gate? _reading;
    private volatile Gate? _finding;
    private volatile Gate? _keeping;

    public FaultyLog(IEventLog inner)
    {
        Inner = inner;
    }

    public IEventLog Inner { get; }

    /// <summary>Is called on the thread that appends, before anything is stored.</summary>
    public Action Appending { get; set; } = static () => { };

    /// <summary>All groups that were to be appended, whatever became of them.</summary>
    public IReadOnlyList<LogBatch> Groups
    {
        get
        {
            lock (_lock)
            {
                return [.. _groups];
            }
        }
    }

    /// <summary>All that was to be kept beside the logs, whatever became of it.</summary>
    public IReadOnlyList<KeptMarks> Kept
    {
        get
        {
            lock (_lock)
            {
                return [.. _kept];
            }
        }
    }

    /// <summary>How often it was opened or was to be.</summary>
    public int Opens => Volatile.Read(ref _opens);

    /// <summary>How many ranges were read or were to be.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How many events and keys were looked up or were to be.</summary>
    public int Finds => Volatile.Read(ref _finds);

    /// <summary>What the next appends meet, one after the other. After them comes what <see cref="AlwaysAppend"/> says.</summary>
    public void NextAppends(params AppendFault[] faults)
    {
        lock (_lock)
        {
            foreach (var fault in faults)
            {
                _next.Enqueue(fault);
            }
        }
    }

    /// <summary>What every append meets for which nothing else was said.</summary>
    public void AlwaysAppend(AppendFault fault)
    {
        lock (_lock)
        {
            _rest = fault;
        }
    }

    /// <summary>The next append stores nothing and gives this answer; goes before faults.</summary>
    public void AnswerAppend(AppendResult answer)
    {
        lock (_lock)
        {
            _answers.Enqueue(answer);
        }
    }

    /// <summary>The next opens that throw.</summary>
    public void FailOpens(int count) => Interlocked.Add(ref _openFailures, count);

    /// <summary>The next reads of a range that throw.</summary>
    public void FailReads(int count) => Interlocked.Add(ref _readFailures, count);

    /// <summary>The next look-ups of an event or a key that throw.</summary>
    public void FailFinds(int count) => Interlocked.Add(ref _findFailures, count);

    /// <summary>What is to be kept beside the logs next, and is refused that often.</summary>
    public void FailKeeps(int count) => Interlocked.Add(ref _keepFailures, count);

    /// <summary>From now on what is to be kept beside the logs waits before anything is.</summary>
    public Gate HoldKeeps(bool inline = false) => _keeping = new Gate(inline);

    /// <summary>From now on appends wait before anything is stored.</summary>
    public Gate HoldAppends(bool inline = false) => _appending = new Gate(inline);

    /// <summary>From now on appends wait when all is stored and readers see it already.</summary>
    public Gate HoldAppended(bool inline = false) => _appended = new Gate(inline);

    public Gate HoldOpens(bool inline = false) => _opening = new Gate(inline);

    /// <summary>From now on reads wait before they begin, so that they see what is stored meanwhile.</summary>
    public Gate HoldReads(bool inline = false) => _reading = new Gate(inline);

    public Gate HoldFinds(bool inline = false) => _finding = new Gate(inline);

    public async ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _opens);
        await PassAsync(_opening, cancellation);
        ThrowIfTold(ref _openFailures, "The store does not open.");
        return await Inner.OpenAsync(cancellation);
    }

    public async ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation)
    {
        AppendFault fault;
        AppendResult? answer;
        lock (_lock)
        {
            _groups.Add(batch);
            fault = _answers.TryDequeue(out answer) ? AppendFault.None : _next.TryDequeue(out var next) ? next : _rest;
        }

        Appending();
        await PassAsync(_appending, cancellation);
        var result = answer ?? Refusal(fault) ?? await Inner.AppendAsync(batch, cancellation);
        await PassAsync(_appended, cancellation);
        return fault switch
        {
            AppendFault.DoubtAfter => new AppendResult(AppendOutcome.InDoubt),
            AppendFault.ThrowAfter => throw new IOException("The disk was lost after the write."),
            _ => result,
        };
    }

    public async ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation)
    {
        await PassAsync(_keeping, cancellation);
        lock (_lock)
        {
            _kept.Add(marks);
        }

        for (var left = Volatile.Read(ref _keepFailures); left > 0; left = Volatile.Read(ref _keepFailures))
        {
            if (Interlocked.CompareExchange(ref _keepFailures, left - 1, left) == left)
            {
                return false;
            }
        }

        return await Inner.KeepAsync(marks, cancellation);
    }

    public async ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        await PassAsync(_reading, cancellation);
        ThrowIfTold(ref _readFailures, "The store cannot be read.");
        return await Inner.ReadAsync(read, cancellation);
    }

    public async ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _finds);
        await PassAsync(_finding, cancellation);
        ThrowIfTold(ref _findFailures, "The store cannot be read.");
        return await Inner.FindAsync(log, seq, cancellation);
    }

    public async ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _finds);
        await PassAsync(_finding, cancellation);
        ThrowIfTold(ref _findFailures, "The store cannot be read.");
        return await Inner.FindKeyAsync(key, cancellation);
    }

    public ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation) => Inner.ReadStateAsync(cancellation);

    public async ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        await PassAsync(_reading, cancellation);
        ThrowIfTold(ref _readFailures, "The store cannot be searched.");
        return await Inner.SearchAsync(search, cancellation);
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();

    private static AppendResult? Refusal(AppendFault fault) => fault switch
    {
        AppendFault.Full => new AppendResult(AppendOutcome.Full),
        AppendFault.Failed => new AppendResult(AppendOutcome.Failed),
        AppendFault.Moved => new AppendResult(AppendOutcome.Moved),
        AppendFault.DoubtBefore => new AppendResult(AppendOutcome.InDoubt),
        AppendFault.ThrowBefore => throw new IOException("The disk was lost before the write."),
        _ => null,
    };

    private static Task PassAsync(Gate? gate, CancellationToken cancellation) => gate?.PassAsync(cancellation) ?? Task.CompletedTask;

    private static void ThrowIfTold(ref int failures, string message)
    {
        for (var left = Volatile.Read(ref failures); left > 0; left = Volatile.Read(ref failures))
        {
            if (Interlocked.CompareExchange(ref failures, left - 1, left) == left)
            {
                throw new LogUnavailableException(message);
            }
        }
    }
}
