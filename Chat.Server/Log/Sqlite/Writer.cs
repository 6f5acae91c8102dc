using System.Buffers;
using Chat.Protocol;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// The one connection that appends. What it is asked to write in one call is one transaction. Used by one thread at a time, which the store sees to.
/// </summary>
internal sealed class Writer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly LogNumbers _logs;
    private readonly SqliteSeams _seams;
    private readonly BlockReader _blocks;
    private readonly Projection _projection;
    private readonly Statements _statements;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _addLog;
    private readonly Statement _setLog;
    private readonly Statement _setTopic;
    private readonly Statement _addBlock;
    private readonly Statement _setBlock;
    private readonly Statement _length;
    private readonly Statement _addText;
    private readonly Statement _findText;
    private readonly Statement _setText;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<StoredEvent> _pending = [];
    private long _lastBlock;
    private long _lastNumber;
    private long _lastText;

    public Writer(SqliteConnection connection, LogNumbers logs, SqliteSeams seams)
    {
        _connection = connection;
        _logs = logs;
        _seams = seams;
        _blocks = new BlockReader(connection);
        _projection = new Projection(connection);
        _statements = new Statements(connection);
        _begin = _statements.On("BEGIN IMMEDIATE");
        _commit = _statements.On("COMMIT");
        _rollback = _statements.On("ROLLBACK");
        _addLog = _statements.On("INSERT INTO logs VALUES (?1, ?2, ?3, ?4, ?5, NULL)");
        _setLog = _statements.On("UPDATE logs SET head = ?2, last_time = ?3 WHERE number = ?1");
        _setTopic = _statements.On("UPDATE logs SET topic = ?2 WHERE number = ?1");
        _addBlock = _statements.On("INSERT INTO blocks VALUES (?, ?, ?, ?)");
        _setBlock = _statements.On("UPDATE blocks SET data = ?2 WHERE id = ?1");
        _length = _statements.On("SELECT length(data) FROM blocks WHERE id = ?");
        _addText = _statements.On("INSERT INTO revisions VALUES (?, ?, ?, ?, ?)");
        _findText = _statements.On("SELECT id, length(data) FROM revisions WHERE log = ? AND target = ? ORDER BY id DESC LIMIT 1");
        _setText = _statements.On("UPDATE revisions SET data = ?2 WHERE id = ?1");
        _lastText = Database.Number(connection, "SELECT max(id) FROM revisions");
        _lastBlock = Database.Number(connection, "SELECT max(id) FROM blocks");
        _lastNumber = Database.Number(connection, "SELECT max(number) FROM logs");
        SystemHead = Database.Number(connection, "SELECT max(seq) FROM system");
    }

    public SqliteConnection Connection => _connection;

    public long SystemHead { get; private set; }

    /// <summary>The newest block.</summary>
    public long LastBlock => _lastBlock;

    /// <summary>Pages written beside the database since it was opened, for whoever looks after checkpoints.</summary>
    public long PagesWritten
    {
        get
        {
            raw.sqlite3_db_status(_connection.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0);
            return pages;
        }
    }

    /// <summary>Whether old texts may still stand in the file beside the database. Nobody knows what an earlier process has left there.</summary>
    public bool HasRevised { get; set; } = true;

    /// <summary>Appends a group. Throws before the commit only when nothing of it is stored.</summary>
    /// <param name="batch">The group, at the right heads.</param>
    /// <param name="keys">Gets the keys of the group before they are committed.</param>
    /// <param name="committing">Is called right before the commit.</param>
    /// <exception cref="SqliteException">Nothing is stored.</exception>
    /// <exception cref="CommitDoubtException">It may be stored.</exception>
    public void Append(LogBatch batch, List<(long Block, StoredKey Stored)> keys, Action committing)
    {
        var (lastBlock, lastNumber, lastText) = (_lastBlock, _lastNumber, _lastText);
        var heads = new List<(LogId, LogNumbers.Entry)>(batch.Logs.Count);
        Transact(
            () =>
            {
                foreach (var append in batch.Logs)
                {
                    heads.Add((append.Log, Append(append, keys)));
                }

                if (batch.System is { } system)
                {
                    _projection.Append(system.ExpectedHead, system.Events);
                }

                _projection.Apply(batch.Mentions);
                committing();
            },
            () => (_lastBlock, _lastNumber, _lastText) = (lastBlock, lastNumber, lastText));
        foreach (var (log, entry) in heads)
        {
            _logs.Set(log, entry);
        }

        SystemHead += batch.System?.Events.Count ?? 0;
    }

    /// <summary>Changes what stands beside the logs, as one transaction.</summary>
    public void Keep(Action<Projection> change) => Transact(() => change(_projection));

    /// <summary>Runs changes as one transaction.</summary>
    /// <param name="change">Makes them.</param>
    /// <param name="undo">Is called when they are not made after all.</param>
    public void Transact(Action change, Action? undo = null)
    {
        var isCommitting = false;
        try
        {
            _begin.Run();
            change();
            isCommitting = true;
            _seams.Committing();
            _commit.Run();
            _seams.Committed();
        }
        catch (Exception failed)
        {
            undo?.Invoke();
            Abandon(failed, isCommitting);
            throw;
        }
    }

    /// <summary>
    /// Writes one block over with other events at the same seqs, in as many bytes as it had: then SQLite writes these over the old ones. Otherwise it might move rows to other
    /// pages, and of those it leaves copies where they were, whatever becomes of them later.
    /// </summary>
    public void Rewrite(StoredBlock block, IReadOnlyList<StoredEvent> events)
    {
        _length.Bind(1, block.Id).Step();
        var length = (int)_length.Int64(0);
        _length.Reset();
        BlockCodec.Encode(events, block.Id, block.Log, _bytes, length);
        _setBlock.Bind(1, block.Id).Bind(2, _bytes.WrittenSpan).Run();
        HasRevised = true;
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _projection.Dispose();
        _statements.Dispose();
        _connection.Dispose();
    }

    private LogNumbers.Entry Append(LogAppend append, List<(long Block, StoredKey Stored)> keys)
    {
        var events = append.Events;
        var last = events[^1];
        if (!_logs.TryGet(append.Log, out var entry))
        {
            entry = new LogNumbers.Entry(++_lastNumber, append.ExpectedHead + 1, append.ExpectedHead);
            _addLog.Bind(1, entry.Number).Bind(2, append.Log.Value).Bind(3, entry.First).Bind(4, last.Seq).Bind(5, last.Time).Run();
        }
        else
        {
            _setLog.Bind(1, entry.Number).Bind(2, last.Seq).Bind(3, last.Time).Run();
        }

        _pending.Clear();
        var length = 0;
        foreach (var e in events)
        {
            if (_pending.Count == BlockCodec.MaxEvents || length >= BlockCodec.TextBound)
            {
                WriteBlock(entry.Number, keys);
                length = 0;
            }

            length += e.Text.Length;
            _pending.Add(new StoredEvent(e, e.Kind == EventKind.Edit));
            if (e.Kind is EventKind.Edit or EventKind.Delete)
            {
                Revise(entry.Number, e);
            }
            else if (e.Kind == EventKind.Topic)
            {
                _setTopic.Bind(1, entry.Number).Bind(2, e.Text.Length == 0 ? null : e.Text).Run();
            }
        }

        WriteBlock(entry.Number, keys);
        return entry with { Head = last.Seq };
    }

    private void WriteBlock(long log, List<(long Block, StoredKey Stored)> keys)
    {
        BlockCodec.Encode(_pending, ++_lastBlock, log, _bytes);
        _addBlock.Bind(1, _lastBlock).Bind(2, log).Bind(3, _pending[0].Event.Seq).Bind(4, _bytes.WrittenSpan).Run();
        foreach (var (e, _) in _pending)
        {
            if (e.Key is { } key)
            {
                keys.Add((_lastBlock, new StoredKey(new PostKey(e.Author, key), log, e.Seq, e.Time)));
            }
        }

        _pending.Clear();
    }

    /// <summary>Makes an edit or a deletion true of the past, and takes what it replaces out of the file.</summary>
    private void Revise(long log, LogEvent revision)
    {
        if (revision.Ref is not { } target)
        {
            return;
        }

        Blank(log, target);
        if (revision.Kind == EventKind.Edit)
        {
            _addText.Bind(1, ++_lastText).Bind(2, log).Bind(3, target).Bind(4, revision.Seq)
                .Bind(5, RevisionCodec.Encode(revision.Text, _lastText, log, target)).Run();
        }

        HasRevised = true;
        var at = (int)(target - _pending[0].Event.Seq);
        if (at >= 0)
        {
            if (at < _pending.Count - 1)
            {
                _pending[at] = Revised(_pending[at], revision);
            }
        }
        else if (_blocks.Holding(log, target) is { } block)
        {
            var before = block[target];
            var after = Revised(before, revision);
            if (after != before)
            {
                StoredEvent[] events = [.. block.Events];
                events[(int)(target - block.First)] = after;
                Rewrite(block, events);
            }
        }
    }

    /// <summary>Takes out what an edited message has read as until now.</summary>
    private void Blank(long log, long target)
    {
        if (!_findText.Bind(1, log).Bind(2, target).Step())
        {
            return;
        }

        var (id, length) = (_findText.Int64(0), (int)_findText.Int64(1));
        _findText.Reset();
        _setText.Bind(1, id).Bind(2, RevisionCodec.Blank(length, id, log, target)).Run();
    }

    private static StoredEvent Revised(StoredEvent stored, LogEvent revision)
    {
        if (stored.Event.Kind is not (EventKind.Text or EventKind.Action or EventKind.Notice))
        {
            return stored;
        }

        return revision.Kind == EventKind.Edit
            ? new StoredEvent(stored.Event with { Text = "" }, true)
            : new StoredEvent(stored.Event.RevisedBy(revision), false);
    }

    private void Abandon(Exception failed, bool isCommitting)
    {
        // SQLite has rolled back by itself after some errors. A full disk at the commit is one that is certain: the last page did not fit.
        var error = failed as SqliteException;
        var isCertain = !isCommitting || error?.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_BUSY;
        try
        {
            if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
            {
                _rollback.Run();
            }
        }
        catch (SqliteException stuck)
        {
            throw new CommitDoubtException(stuck);
        }

        if (!isCertain)
        {
            throw new CommitDoubtException(failed);
        }
    }
}
