using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>
/// A store whose every call has ended when it returns, whatever threads it takes for it: so that a run on one thread goes the same way again. Who made the store inside
/// disposes of it.
/// </summary>
internal sealed class WaitingLog(IEventLog inner) : IEventLog
{
    public ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation) => Wait(() => inner.OpenAsync(cancellation));

    public ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation) => Wait(() => inner.ReadStateAsync(cancellation));

    public ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation) => Wait(() => inner.AppendAsync(batch, cancellation));

    public ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation) => Wait(() => inner.KeepAsync(marks, cancellation));

    public ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation) => Wait(() => inner.ReadAsync(read, cancellation));

    public ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation) => Wait(() => inner.FindAsync(log, seq, cancellation));

    public ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation) => Wait(() => inner.FindKeyAsync(key, cancellation));

    public ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation) => Wait(() => inner.SearchAsync(search, cancellation));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Over the thread pool: what the store waits for must not come back to the one thread, which waits here.
    private static ValueTask<T> Wait<T>(Func<ValueTask<T>> call) => ValueTask.FromResult(Task.Run(() => call().AsTask()).GetAwaiter().GetResult());
}
