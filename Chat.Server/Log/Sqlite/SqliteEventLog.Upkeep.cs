using Chat.Server.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>What a store does for itself now and then, away from the thread that commits: checkpoints, what retention takes, and what is to leave no trace.</summary>
internal sealed partial class SqliteEventLog
{
    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan CompactInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _tidying = new(1);
    private readonly HashSet<LogId> _shortened = [];
    private bool _owesCompaction = true;
    private long _compacted;
    private CancellationTokenSource _upkeepOver = new();
    private SqliteConnection? _checkpoints;
    private Task _upkeep = Task.CompletedTask;

    /// <summary>Does at once what else is done now and then: takes what is past retention, and leaves no old text in the files beside the databases.</summary>
    /// <returns>False when something stays for the next time.</returns>
    public async Task<bool> TidyAsync(CancellationToken cancellation)
    {
        await _tidying.WaitAsync(cancellation);
        try
        {
            if (_checkpoints is null)
            {
                throw new LogUnavailableException("The store is not open.");
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(_upkeepOver.Token, cancellation);

            // What is not in the index yet could not be taken out of it.
            await _indexer.ReachAsync(Volatile.Read(ref _lastBlock), either.Token);
            var isDone = await RetainAsync(either.Token);
            await _indexer.ReachAsync(Volatile.Read(ref _lastBlock), either.Token);
            return await EraseAsync(compacts: true, either.Token) && isDone;
        }
        catch (OperationCanceledException closing) when (!cancellation.IsCancellationRequested)
        {
            throw new LogUnavailableException("The store is closed.", closing);
        }
        finally
        {
            _tidying.Release();
        }
    }

    private void StartUpkeep()
    {
        var checkpoints = Database.OpenWriter(_files.Database, _options.Durability);
        Database.Execute(checkpoints, "PRAGMA busy_timeout = 0");
        _checkpoints = checkpoints;
        _pagesSeen = 0;
        _upkeep = Task.Run(() => KeepUpAsync(_upkeepOver.Token));
        _beginning = Task.Run(() => BeginAnewAsync(_upkeepOver.Token));
    }

    private async Task EndUpkeepAsync()
    {
        await _upkeepOver.CancelAsync();
        await _upkeep;
        await _beginning;
        await _tidying.WaitAsync();
        _checkpoints?.Dispose();
        _checkpoints = null;
        _upkeepOver.Dispose();
        _upkeepOver = new CancellationTokenSource();
        _tidying.Release();
    }

    private async Task KeepUpAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(UpkeepInterval, _time);
        var retained = _time.GetTimestamp() - (long)(RetentionInterval.TotalSeconds * _time.TimestampFrequency);
        await TidyWheneverAsync(
            () => timer.WaitForNextTickAsync(over).AsTask(),
            async () =>
            {
                CheckpointIfLarge();
                if (!_options.Retention.KeepsAll && _time.GetElapsedTime(retained) >= RetentionInterval)
                {
                    retained = _time.GetTimestamp();
                    await RetainAsync(over);
                }

                await EraseAsync(_time.GetElapsedTime(_compacted) >= CompactInterval, over);
            },
            over);
    }

    /// <summary>Tidies whenever it is due, one thing at a time, until the store closes.</summary>
    private async Task TidyWheneverAsync(Func<Task> due, Func<Task> tidy, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await due();
                await _tidying.WaitAsync(over);
                try
                {
                    await tidy();
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    _log.UpkeepFailed(failed); // Whatever it is, nothing is lost by it.
                }
                finally
                {
                    _tidying.Release();
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The store closes.
        }
    }

    /// <summary>After an edit or a deletion the old text still stands in the files beside the databases: they are emptied once nobody reads from them.</summary>
    /// <param name="compacts">Whether the index is put together anew as well, which leaves nothing in it either.</param>
    /// <param name="cancellation">Ends it.</param>
    private async Task<bool> EraseAsync(bool compacts, CancellationToken cancellation)
    {
        if (_writer is not { } writer || !(writer.HasRevised || (compacts && _owesCompaction)))
        {
            return true;
        }

        if (_indexer.TextsUpTo < Volatile.Read(ref _lastBlock))
        {
            return false;
        }

        // Between two commits: what is revised from here on is for the next time.
        var last = await WhileWritingAsync(
            () =>
            {
                writer.HasRevised = false;
                return writer.LastBlock;
            },
            cancellation);
        var isDone = false;
        try
        {
            var isIndexDone = _indexer.TextsUpTo >= last;
            _owesCompaction = true;
            await _indexer.WriteAsync(
                index =>
                {
                    if (compacts && isIndexDone)
                    {
                        index.Compact();
                        (_owesCompaction, _compacted) = (false, _time.GetTimestamp());
                    }

                    isIndexDone = isIndexDone && index.TryEmptyBeside();
                },
                cancellation);
            Checkpoint("PASSIVE");
            isDone = isIndexDone && await WhileWritingAsync(() => Checkpoint("TRUNCATE"), cancellation);
            return isDone;
        }
        finally
        {
            writer.HasRevised |= !isDone; // Somebody reads just now, or it failed.
        }
    }

    private async Task<bool> RetainAsync(CancellationToken cancellation)
    {
        if (_options.Retention.KeepsAll || _writer is not { } writer)
        {
            return true;
        }

        using var statements = new Statements(writer.Connection);
        using var blocks = new BlockReader(writer.Connection);
        var retention = new Retention(_options.Retention, writer, _logs, statements, blocks);
        var isDone = true;
        foreach (var (log, rule) in await WhileWritingAsync(retention.Candidates, cancellation))
        {
            try
            {
                while (await WhileWritingAsync(() => retention.Next(log, rule, _time.GetUtcNow().ToUnixTimeMilliseconds(), _indexer.TextsUpTo), cancellation) is { } portion)
                {
                    // Out of the index first, and for good: what is only found no more is taken again, what is only forgotten would stay in it.
                    await _indexer.WriteAsync(
                        index =>
                        {
                            index.DropTexts(portion.Blocks.Select(static block => (block.Id, block.Events.Count)));
                            index.Sync();
                        },
                        cancellation);
                    await WhileWritingAsync(() => Take(retention, portion, writer), cancellation);
                }
            }
            catch (InvalidDataException damaged)
            {
                _log.UpkeepFailed(damaged); // The other logs have theirs taken.
                isDone = false;
            }
        }

        return isDone;
    }

    private bool Take(Retention retention, Retention.Portion portion, Writer writer)
    {
        try
        {
            return retention.Take(portion) && _shortened.Add(portion.Log);
        }
        catch (CommitDoubtException)
        {
            _doubtfulAfter = (writer.LastBlock, writer.SystemHead); // The next append has the store opened anew.
            throw;
        }
    }

    private async Task<T> WhileWritingAsync<T>(Func<T> act, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            return act();
        }
        finally
        {
            _writing.Release();
        }
    }
}
