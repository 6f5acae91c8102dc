using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Memory;

namespace Chat.Tests.Support;

/// <summary>A store in memory that outlives servers: it keeps the system log too, and a server that starts on it goes on where the last one stopped. Any thread.</summary>
internal sealed class RecordingLog : IEventLog
{
    private readonly Lock _gate = new();
    private readonly MemoryEventLog _inner = new();
    private readonly List<SystemEvent> _recorded = [];
    private readonly Dictionary<LogId, LogTail> _tails = [];
    private readonly RecordedMarks _marks = new();

    /// <summary>The system log.</summary>
    public IReadOnlyList<SystemEvent> Recorded
    {
        get
        {
            lock (_gate)
            {
                return [.. _recorded];
            }
        }
    }

    /// <summary>What the system log comes to.</summary>
    public SystemState State
    {
        get
        {
            var state = new SystemState();
            foreach (var systemEvent in Recorded)
            {
                state.Apply(systemEvent);
            }

            return state;
        }
    }

    public ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation) => _inner.OpenAsync(cancellation);

    public ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(new StoredState(State, new Dictionary<LogId, LogTail>(_tails)) { Marks = _marks.Marks, Mentions = _marks.Mentions });
        }
    }

    public async ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation)
    {
        var result = await _inner.AppendAsync(batch, cancellation);
        if (result.Outcome == AppendOutcome.Committed)
        {
            lock (_gate)
            {
                _recorded.AddRange(batch.System?.Events ?? []);
                foreach (var append in batch.Logs)
                {
                    _tails[append.Log] = TailOf(append, result.Logs.Single(bounds => bounds.Log == append.Log));
                }

                foreach (var bounds in result.Logs)
                {
                    _marks.Forget(bounds.Log, bounds.First);
                }

                _marks.Apply(batch, log => _tails[log].Bounds.First);
            }
        }

        return result;
    }

    public ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _marks.Keep(marks);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation) => _inner.ReadAsync(read, cancellation);

    public ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation) => _inner.FindAsync(log, seq, cancellation);

    public ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation) => _inner.FindKeyAsync(key, cancellation);

    public ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation) => _inner.SearchAsync(search, cancellation);

    /// <summary>Only this server is done with it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private LogTail TailOf(LogAppend append, LogBounds bounds)
    {
        var topic = _tails.GetValueOrDefault(append.Log).Topic;
        foreach (var logEvent in append.Events.Where(static logEvent => logEvent.Kind == EventKind.Topic))
        {
            topic = logEvent.Text.Length == 0 ? null : logEvent.Text;
        }

        return new LogTail(bounds, append.Events[^1].Time, topic);
    }
}
