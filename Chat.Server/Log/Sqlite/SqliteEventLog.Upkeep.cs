using Chat.Server.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>What a store does for itself, away from the thread that commits: checkpoints, and what retention takes.</summary>
internal sealed partial class SqliteEventLog
{
    /// <summary>The file beside the database is copied into it from this size on.</summary>
    private const long CheckpointBytes = 4 * 1024 * 1024;

    /// <summary>From this size on commits wait until it begins anew.</summary>
    private const long LargeBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(1);

    private readonly HashSet<LogId> _shortened = [];
    private CancellationTokenSource _upkeepOver = new();
    private SqliteConnection? _checkpoints;
    private Task _upkeep = Task.CompletedTask;

    /// <summary>Does at once what else is done now and then: takes what is past retention, and leaves no old text in the files beside the databases.</summary>
    /// <returns>False when something stays for the next time.</returns>
    public async Task<bool> TidyAsync(CancellationToken cancellation)
    {
        var isDone = await RetainAsync(cancellation);
        await _indexer.ReachAsync(Volatile.Read(ref _lastBlock), cancellation);
        return await EraseAsync(cancellation) && isDone;
    }

    private void StartUpkeep()
    {
        _checkpoints = Database.OpenWriter(_files.Database, _options.Durability);
        Database.Execute(_checkpoints, "PRAGMA busy_timeout = 0");
        _upkeepOver = new CancellationTokenSource();
        _upkeep = Task.Run(() => KeepUpAsync(_upkeepOver.Token));
    }

    private async Task EndUpkeepAsync()
    {
        await _upkeepOver.CancelAsync();
        await _upkeep;
        _checkpoints?.Dispose();
        _checkpoints = null;
        _upkeepOver.Dispose();
        _upkeepOver = new CancellationTokenSource();
    }

    private async Task KeepUpAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(UpkeepInterval, _time);
        var retained = _time.GetTimestamp() - (long)(RetentionInterval.TotalSeconds * _time.TimestampFrequency);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                try
                {
                    await CheckpointAsync(over);
                    if (!_options.Retention.KeepsAll && _time.GetElapsedTime(retained) >= RetentionInterval)
                    {
                        retained = _time.GetTimestamp();
                        await RetainAsync(over);
                    }

                    await EraseAsync(over);
                }
                catch (Exception failed) when (failed is SqliteException or IOException or InvalidDataException)
                {
                    _log.UpkeepFailed(failed);
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The store closes.
        }
    }

    /// <summary>Copies what is committed into the database itself; commits go on meanwhile.</summary>
    private async Task CheckpointAsync(CancellationToken cancellation)
    {
        var beside = new FileInfo(_files.Database + "-wal");
        if (!beside.Exists || beside.Length < CheckpointBytes)
        {
            return;
        }

        Database.Execute(_checkpoints!, "PRAGMA wal_checkpoint(PASSIVE)");
        if (beside.Length >= LargeBytes)
        {
            // It begins anew only when nobody writes at the moment that all of it is copied; under load that moment has to be made.
            await WhileWritingAsync(() => Database.Number(_checkpoints!, "PRAGMA wal_checkpoint(RESTART)"), cancellation);
        }
    }

    /// <summary>After an edit or a deletion the old text still stands in the files beside the databases: they are emptied once nobody reads from them.</summary>
    private async Task<bool> EraseAsync(CancellationToken cancellation)
    {
        if (_writer is not { HasRevised: true } writer || _indexer.TextsUpTo < writer.LastBlock)
        {
            return _writer is not { HasRevised: true };
        }

        writer.HasRevised = false;
        await _indexer.WriteAsync(static index => index.Checkpoint(empties: true), cancellation);
        Database.Execute(_checkpoints!, "PRAGMA wal_checkpoint(PASSIVE)");
        if (Database.Number(_checkpoints!, "PRAGMA wal_checkpoint(TRUNCATE)") != 0)
        {
            writer.HasRevised = true; // Somebody reads or writes just now.
            return false;
        }

        return true;
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
        foreach (var (log, rule) in await WhileWritingAsync(retention.Candidates, cancellation))
        {
            Retention.Portion? portion;
            do
            {
                portion = await WhileWritingAsync(() => retention.Next(log, rule, _time.GetUtcNow().ToUnixTimeMilliseconds(), _indexer.TextsUpTo), cancellation);
                if (portion is { } taken)
                {
                    // Out of the index first: what is only found no more is taken again, what is only forgotten would stay in it.
                    await _indexer.WriteAsync(
                        index => index.Write(() =>
                        {
                            foreach (var block in taken.Blocks)
                            {
                                index.DropTexts(block.Id);
                            }
                        }),
                        cancellation);
                    await WhileWritingAsync(
                        () =>
                        {
                            retention.Take(taken);
                            return _shortened.Add(taken.Log);
                        },
                        cancellation);
                }
            }
            while (portion is { Blocks.Count: > 0 });
        }

        return true;
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
