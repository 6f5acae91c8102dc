namespace Chat.Server.Log.Sqlite;

/// <summary>Looking for words.</summary>
internal sealed partial class SqliteEventLog
{
    /// <summary>How long a search waits for the index at the most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await _indexer.ReachAsync(Volatile.Read(ref _lastBlock), either.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new LogUnavailableException("The index is still behind; try again.", late);
        }

        return await _readers.ReadAsync(reader => new HitReader(reader, _logs).Find(search), cancellation);
    }
}
