using Chat.Server.Log;

namespace Chat.Tests.Delivery;

/// <summary>A store whose reads fail in a way that no store may.</summary>
internal sealed class BrokenLog(bool late) : IEventLog
{
    private readonly TaskCompletionSource<LogSlice> _read = new();

    public void Break() => _read.TrySetException(new InvalidOperationException("broken"));

    public ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation) => throw new InvalidOperationException("broken");

    public ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation) => throw new InvalidOperationException("broken");

    public ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation) => throw new InvalidOperationException("broken");

    public ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation)
    {
        if (!late)
        {
            Break();
        }

        return new ValueTask<LogSlice>(_read.Task);
    }

    public ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation) => throw new InvalidOperationException("broken");

    public ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation) => throw new InvalidOperationException("broken");

    public ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation) => throw new InvalidOperationException("broken");

    public ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation) => throw new InvalidOperationException("broken");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
