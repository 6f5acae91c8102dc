using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Server.Log.Sqlite;

/// <summary>Opening and closing.</summary>
internal sealed partial class SqliteEventLog
{
    /// <summary>A database up to this size is looked through at every start: that takes a fraction of a second.</summary>
    private const long QuicklyChecked = 64 * 1024 * 1024;

    /// <exception cref="StoreException">It cannot be opened until an operator does something.</exception>
    public async ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            await CloseAsync();
            Open();
            return new OpenedLog([.. _logs.Bounds], _writer!.SystemHead);
        }
        catch (Exception failed) when (failed is not ObjectDisposedException)
        {
            await CloseAsync();
            switch (failed)
            {
                case SqliteException or InvalidDataException when IsDamage(failed):
                    throw Damaged(failed);
                case SqliteException or IOException or UnauthorizedAccessException:
                    throw new LogUnavailableException($"{_files.Database} cannot be opened: {failed.Message}", failed);
                default:
                    throw;
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Open()
    {
        Database.RequireVersion();
        _lock ??= StoreLock.Take(_files);
        _writer = new Writer(OpenDatabase(), _logs, _options.Seams);
        _options.Seams.Opened(_writer.Connection);
        MakeSure(_writer);
        using (var blocks = new BlockReader(_writer.Connection))
        {
            StateTables.Each(_writer.Connection, "SELECT log, number, first, head FROM logs", row =>
            {
                var entry = new LogNumbers.Entry(row.Int64(1), row.Int64(2), row.Int64(3));
                RequireHead(blocks, entry);
                _logs.Set(new LogId(row.Guid(0)), entry);
            });
        }

        Volatile.Write(ref _lastBlock, _writer.LastBlock);
        _indexer.Open(Identity(_writer.Connection), _writer.LastBlock);
        _duplicates = new Reader(_files, _indexer.Suspect);
        _readers.Open();
        StartUpkeep();
        _doubtfulAfter = null;
    }

    /// <summary>
    /// After a commit that was left in doubt and is there: what the system has in its memory may never get to the disk, when it was the disk that failed. So all of it
    /// is written once more, into the database itself.
    /// </summary>
    private void MakeSure(Writer writer)
    {
        if (_doubtfulAfter is { } before && before != (writer.LastBlock, writer.SystemHead) && Database.Number(writer.Connection, "PRAGMA wal_checkpoint(TRUNCATE)") != 0)
        {
            throw new LogUnavailableException("Somebody else reads the database at this moment.");
        }
    }

    /// <summary>From a wrong head on seqs would be given a second time.</summary>
    private static void RequireHead(BlockReader blocks, LogNumbers.Entry log)
    {
        try
        {
            if (blocks.BackFrom(log.Number, long.MaxValue).FirstOrDefault() is { } newest ? newest.Last == log.Head : log.First == log.Head + 1)
            {
                return;
            }
        }
        catch (InvalidDataException)
        {
            return; // The block itself is damaged, which is known to whoever reads it; all the others may be read.
        }

        throw new InvalidDataException("the newest event of a log is not at its head");
    }

    private SqliteConnection OpenDatabase()
    {
        DatabaseFile.Check(_files.Database);
        if (new FileInfo(_files.Database) is not { Exists: true, Length: > 0 } && File.Exists(_files.Index))
        {
            throw new StoreException(
                $"{_files.Database} is missing or empty, but {_files.Index}, which was made from it, is there; bring the database back, or move that file away to begin with nothing");
        }

        var connection = Database.OpenWriter(_files.Database, _options.Durability, Inspect);
        try
        {
            Migrations.Run(connection, _files.Database);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Looks for what stands against writing.</summary>
    private void Inspect(SqliteConnection connection)
    {
        var version = Migrations.Check(connection, _files.Database, Migrations.Steps.Count);
        if (raw.sqlite3_db_readonly(connection.Handle!, "main") == 1)
        {
            throw new StoreException($"{_files.Database} cannot be written by this user");
        }

        if (new FileInfo(_files.Database).Length <= QuicklyChecked)
        {
            StateTables.Each(connection, "PRAGMA quick_check(1)", row =>
            {
                if (row.Text(0) is not "ok" and var finding)
                {
                    throw new InvalidDataException(finding[(finding.LastIndexOf('\n') + 1)..]);
                }
            });
        }

        Migrations.CheckTables(connection, version);
    }

    /// <summary>Closes all but the lock: what was kept of the files in memory is not to be believed any more.</summary>
    private async Task CloseAsync()
    {
        await EndUpkeepAsync();

        // Those that write last: only they can take in and remove the files beside.
        await _readers.CloseAsync();
        _duplicates?.Dispose();
        await _indexer.CloseAsync();
        _writer?.Dispose();
        (_duplicates, _writer) = (null, null);
        _logs.Clear();
        _recent.Clear();
    }

    private static Guid Identity(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "SELECT id FROM store");
        statement.Step();
        var id = statement.Guid(0);
        statement.Reset();
        return id;
    }

    /// <summary>Whether an error while a store is opened is one of its database. Statements fit every database that is whole.</summary>
    private static bool IsDamage(Exception? error) =>
        error is InvalidDataException || (error is SqliteException failed && (Database.IsDamage(failed) || failed.SqliteErrorCode == raw.SQLITE_ERROR));

    private StoreException Damaged(Exception cause) => new(
        $"{_files.Database} is damaged ({cause.Message}); look with 'chatd check', go back to a backup with 'chatd restore FILE'", cause);
}
