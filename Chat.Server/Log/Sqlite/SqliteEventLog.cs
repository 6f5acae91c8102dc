using Chat.Server.Diagnostics;
using Microsoft.Data.Sqlite;
using Serilog;
using SQLitePCL;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// The durable store: a database of blocks, which a group commit appends to in one transaction with one sync, and an index of keys and words beside it that is brought
/// up to date after the commit. Appends run on the thread of whoever calls; reads on the thread pool.
/// </summary>
internal sealed partial class SqliteEventLog : IEventLog
{
    private readonly StoreFiles _files;
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly LogNumbers _logs = new();
    private readonly RecentKeys _recent;
    private readonly ReaderPool _readers;
    private readonly Indexer _indexer;
    private readonly SemaphoreSlim _writing = new(1);
    private StoreLock? _lock;
    private Writer? _writer;
    private Reader? _duplicates;
    private long _lastBlock;
    private bool _isDisposed;
    private (long Block, long System)? _doubtfulAfter;

    public SqliteEventLog(SqliteOptions options, TimeProvider time, ILogger log)
    {
        _options = options;
        _time = time;
        _log = log;
        _files = new StoreFiles(options.Folder);
        _recent = new RecentKeys(options.Seams.RecentKeys);
        _indexer = new Indexer(_files, _recent, time, log);
        _readers = new ReaderPool(_files, _indexer.Suspect);
    }

    public async ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation)
    {
        try
        {
            return await _readers.ReadAsync(
                static reader => new StoredState(StateTables.Read(reader.Connection), StateTables.ReadTails(reader.Connection))
                {
                    Marks = StateTables.ReadMarks(reader.Connection),
                    Mentions = StateTables.ReadMentions(reader.Connection),
                },
                cancellation);
        }
        catch (LogUnavailableException failed) when (IsDamage(failed.InnerException))
        {
            throw Damaged(failed.InnerException!);
        }
    }

    public async ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            if (_writer is not { } writer || _doubtfulAfter is not null || _indexer.IsDamaged)
            {
                return new AppendResult(AppendOutcome.InDoubt); // A damaged index does not know the keys any more; opening makes another one.
            }

            while (_recent.IsFull)
            {
                await _indexer.CatchUpKeysAsync(cancellation);
            }

            return Refusal(batch) ?? Append(writer, batch);
        }
        catch (Exception failed) when (failed is SqliteException or InvalidDataException)
        {
            return _indexer.IsDamaged ? new AppendResult(AppendOutcome.InDoubt) : NotStored(failed);
        }
        finally
        {
            _writing.Release();
        }
    }

    public ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation) => _logs.TryGet(read.Log, out var log)
        ? _readers.ReadAsync(reader => reader.Read(log.Number, read), cancellation)
        : ValueTask.FromResult(new LogSlice([], 1));

    public ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation) => _logs.TryGet(log, out var found)
        ? _readers.ReadAsync(reader => reader.Find(found.Number, seq), cancellation)
        : ValueTask.FromResult<EventOrigin?>(null);

    public ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation)
    {
        if (_recent.TryGet(key, out var recent, out var isCommitted))
        {
            return isCommitted ? ValueTask.FromResult(Keyed(key, (recent.Log, recent.Seq, recent.Time))) : FindCommittingAsync(key, cancellation);
        }

        return _indexer.Filter.Excludes(key)
            ? ValueTask.FromResult<KeyedEvent?>(null)
            : _readers.ReadAsync(reader => Keyed(key, reader.Find(key)), cancellation);
    }

    /// <summary>The key is in a commit that is under way: nobody knows yet.</summary>
    private async ValueTask<KeyedEvent?> FindCommittingAsync(PostKey key, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        var isInDoubt = _doubtfulAfter is not null;
        _writing.Release();
        return isInDoubt ? throw new LogUnavailableException("A commit is in doubt.") : await FindKeyAsync(key, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _writing.WaitAsync();
        await CloseAsync();
        _upkeepOver.Dispose();
        _isFull.Dispose();
        await _indexer.DisposeAsync();
        _readers.Dispose();
        _lock?.Dispose();
        _writing.Release(); // Whoever waits learns that it is closed; a semaphore that is disposed of lets them wait for ever.
    }

    private AppendResult? Refusal(LogBatch batch)
    {
        if (batch.System is { } system && system.ExpectedHead != _writer!.SystemHead)
        {
            return new AppendResult(AppendOutcome.Moved);
        }

        List<KeyedEvent>? duplicates = null;
        foreach (var append in batch.Logs)
        {
            if (_logs.TryGet(append.Log, out var log) && log.Head != append.ExpectedHead)
            {
                return new AppendResult(AppendOutcome.Moved) { Logs = [log.BoundsOf(append.Log)] };
            }

            foreach (var e in append.Events)
            {
                if (e.Key is { } key && Stored(new PostKey(e.Author, key)) is { } stored)
                {
                    (duplicates ??= []).Add(stored);
                }
            }
        }

        return duplicates is null ? null : new AppendResult(AppendOutcome.Duplicate) { Duplicates = duplicates };
    }

    private KeyedEvent? Stored(PostKey key)
    {
        if (_recent.TryGet(key, out var recent, out _))
        {
            return Keyed(key, (recent.Log, recent.Seq, recent.Time));
        }

        return _indexer.Filter.Excludes(key) ? null : _duplicates!.At(reader => Keyed(key, reader.Find(key)));
    }

    private KeyedEvent? Keyed(PostKey key, (long Log, long Seq, long Time)? stored) =>
        stored is { } found && _logs.TryGet(found.Log, out var log) ? new KeyedEvent(key, log.Value, found.Seq, found.Time) : null;

    private AppendResult Append(Writer writer, LogBatch batch)
    {
        var keys = new List<(long Block, StoredKey Stored)>();
        try
        {
            writer.Append(batch, keys, () => _recent.Prepare(keys));
        }
        catch (CommitDoubtException doubt)
        {
            // What is prepared stays: whoever asks for it waits until the store is opened anew.
            _log.StoreInDoubt(doubt);
            _doubtfulAfter = (writer.LastBlock, writer.SystemHead);
            return new AppendResult(AppendOutcome.InDoubt);
        }
        catch (Exception failed) when (failed is SqliteException or InvalidDataException)
        {
            _recent.Abandon();
            return NotStored(failed);
        }

        _recent.Commit();
        Volatile.Write(ref _lastBlock, writer.LastBlock);
        _indexer.Committed(writer.LastBlock);
        Wrote(writer);
        var bounds = new List<LogBounds>(batch.Logs.Count + _shortened.Count);
        foreach (var append in batch.Logs)
        {
            _shortened.Remove(append.Log);
            bounds.Add(BoundsOf(append.Log));
        }

        bounds.AddRange(_shortened.Select(BoundsOf));
        _shortened.Clear();
        return AppendResult.Done with { Logs = bounds };
    }

    private LogBounds BoundsOf(LogId id)
    {
        _logs.TryGet(id, out var log);
        return log.BoundsOf(id);
    }

    /// <summary>The answer when it is certain that nothing is stored.</summary>
    private AppendResult NotStored(Exception failed)
    {
        _log.CommitFailed(failed.Message);
        return new AppendResult(failed is SqliteException { SqliteErrorCode: raw.SQLITE_FULL } ? AppendOutcome.Full : AppendOutcome.Failed);
    }
}
