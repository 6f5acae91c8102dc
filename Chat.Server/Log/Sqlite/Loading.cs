using Chat.Protocol;
using Chat.Server.Log.SystemEvents;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// Fills a database that nobody else uses with users and rooms that were somebody else's, a portion in each transaction. What it leaves is complete after
/// <see cref="Complete"/> only. Owns the connection; one thread.
/// </summary>
internal sealed class Loading : IDisposable
{
    /// <summary>Characters of text that are gathered before they are written.</summary>
    private const int Portion = 256 * 1024;

    private readonly SqliteConnection _connection;
    private readonly Writer _writer;
    private readonly Statement _addKey;
    private readonly List<SystemEvent> _system = [];
    private readonly List<LogEvent> _events = [];
    private readonly List<(LogId Log, LogTail Tail)> _tails = [];
    private readonly HashSet<LogId> _topicsSet = [];
    private LogId _log;
    private int _characters;
    private long _lastUser;

    public Loading(SqliteConnection connection)
    {
        _connection = connection;
        Database.Execute(connection, "PRAGMA journal_mode = MEMORY");
        Database.Execute(connection, "CREATE TEMP TABLE loaded (user INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (user, key)) WITHOUT ROWID");
        _addKey = new Statement(connection, "INSERT OR IGNORE INTO temp.loaded VALUES (?, ?)");
        _lastUser = Database.Number(connection, "SELECT max(id) FROM users");
        _writer = new Writer(connection, new LogNumbers(), new SqliteSeams());
    }

    /// <summary>Adds a user whom nothing brings back.</summary>
    public UserId AddForgotten(string nick, long since, long now)
    {
        var user = new UserId(++_lastUser);
        _system.Add(new UserAdded(since, user, nick));
        _system.Add(new UserForgotten(now, user));
        return user;
    }

    /// <summary>Begins a room or a conversation; events that follow are its.</summary>
    /// <param name="added">What the system log says of it.</param>
    /// <param name="tail">What its events leave behind in the end; its identity and the first seq count from now on.</param>
    public void Begin(SystemEvent added, LogTail tail)
    {
        Flush();
        _system.Add(added);
        _log = tail.Bounds.Log;
        _tails.Add((_log, tail));
    }

    /// <summary>Adds an event with the next seq.</summary>
    /// <returns>False, and nothing is added, when its author has a post with that key.</returns>
    public bool TryAdd(LogEvent e)
    {
        if (e.Key is { } key)
        {
            _addKey.Bind(1, e.Author.Value).Bind(2, key).Run();
            if (raw.sqlite3_changes(_connection.Handle!) == 0)
            {
                return false;
            }
        }

        _events.Add(e);
        _characters += e.Text.Length;
        if (_characters >= Portion || _events.Count >= BlockCodec.MaxEvents)
        {
            Flush();
        }

        return true;
    }

    /// <summary>Writes what is left, and what no event says: topics set before the first one that is there, and heads of logs without events.</summary>
    public void Complete()
    {
        Flush();
        using var empty = new Statement(_connection, "INSERT INTO logs SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4, ?5 FROM logs");
        using var topic = new Statement(_connection, "UPDATE logs SET topic = ?2 WHERE log = ?1 AND topic IS NULL");
        foreach (var (log, tail) in _tails)
        {
            if (tail.Bounds.First > tail.Bounds.Head)
            {
                empty.Bind(1, log.Value).Bind(2, tail.Bounds.First).Bind(3, tail.Bounds.Head).Bind(4, tail.LastTime).Bind(5, tail.Topic).Run();
            }
            else if (tail.Bounds.First > 1 && tail.Topic is not null && !_topicsSet.Contains(log))
            {
                topic.Bind(1, log.Value).Bind(2, tail.Topic).Run();
            }
        }

        Database.Execute(_connection, "DROP TABLE temp.loaded");
        Database.Execute(_connection, "PRAGMA journal_mode = DELETE");
    }

    public void Dispose()
    {
        _addKey.Dispose();
        _writer.Dispose();
    }

    private void Flush()
    {
        if (_system.Count == 0 && _events.Count == 0)
        {
            return;
        }

        LogAppend[] appends = _events.Count > 0 ? [new LogAppend(_log, _events[0].Seq - 1, _events)] : [];
        _writer.Append(new LogBatch(appends, _system.Count > 0 ? new SystemAppend(_writer.SystemHead, _system) : null), [], static () => { });
        if (_events.Exists(static e => e.Kind == EventKind.Topic))
        {
            _topicsSet.Add(_log);
        }

        _system.Clear();
        _events.Clear();
        _characters = 0;
    }
}
