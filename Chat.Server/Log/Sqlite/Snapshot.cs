using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// One moment of a database, for a command to read beside a running server or without one: nothing that is committed later is in it. It changes nothing, takes no
/// lock that a server waits for, and leaves no files behind. One thread at a time.
/// </summary>
internal sealed class Snapshot : IDisposable
{
    /// <summary>Instructions of SQLite between two looks at whether to go on.</summary>
    private const int Patience = 100_000;

    private readonly bool _wasClosed;

    private Snapshot(string path, SqliteConnection connection, bool wasClosed, long version)
    {
        Path = path;
        Connection = connection;
        _wasClosed = wasClosed;
        Version = version;
        Blocks = new BlockReader(connection);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public SqliteConnection Connection { get; }

    public BlockReader Blocks { get; }

    /// <summary>How many of <see cref="Migrations.Steps"/> it has seen.</summary>
    public long Version { get; }

    /// <summary>The identity of the store; null when it has none, which is damage.</summary>
    public Guid? Store
    {
        get
        {
            using var statement = new Statement(Connection, "SELECT id FROM store");
            return statement.Step() && statement.Blob(0).Length == 16 ? statement.Guid(0) : null;
        }
    }

    /// <summary>Opens a database of this or an earlier schema.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends statements that take long, with an error of its own.</param>
    /// <param name="remedy">What to do when it is damaged; a backup, when it is not one itself.</param>
    /// <exception cref="StoreException">There is none, it is damaged, of another program or of a newer server.</exception>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static Snapshot OpenAny(string path, CancellationToken cancellation, string remedy = DatabaseFile.GoBack)
    {
        Database.RequireVersion();
        DatabaseFile.Check(path, remedy);
        if (!File.Exists(path) || new FileInfo(path) is { Length: 0 } && !HasWal(path))
        {
            throw new StoreException($"there is no database {path}; --data names the server's data folder, and a server that has started once has made one");
        }

        var wasClosed = !HasWal(path);
        var connection = Database.OpenReader(path);
        try
        {
            if (cancellation.CanBeCanceled)
            {
                raw.sqlite3_progress_handler(connection.Handle!, Patience, _ => cancellation.IsCancellationRequested ? 1 : 0, null);
            }

            Database.Execute(connection, "BEGIN");
            var version = Migrations.Check(connection, path, Migrations.Steps.Count);
            return new Snapshot(path, connection, wasClosed, version > 0 ? version : throw new StoreException($"{path} is an empty database; start the server once"));
        }
        catch
        {
            connection.Dispose();
            LeaveNothing(path, wasClosed);
            throw;
        }
    }

    /// <summary>Opens a database of this schema.</summary>
    /// <exception cref="StoreException">As above, or it is of an earlier server.</exception>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static Snapshot Open(string path, CancellationToken cancellation)
    {
        var snapshot = OpenAny(path, cancellation);
        if (snapshot.Version == Migrations.Steps.Count)
        {
            return snapshot;
        }

        snapshot.Dispose();
        throw new StoreException($"{path} is of an older chatd (schema {snapshot.Version}); start this server once, which brings it up to date");
    }

    /// <summary>The events of a log from one on, as they read by now.</summary>
    /// <exception cref="InvalidDataException">A block is damaged.</exception>
    public IEnumerable<LogEvent> EventsFrom(LogId log, long seq)
    {
        var number = NumberOf(log);
        foreach (var block in Blocks.From(number, seq))
        {
            for (var at = Math.Max(seq, block.First); at <= block.Last; at++)
            {
                yield return Blocks.Resolve(number, block[at]);
            }
        }
    }

    /// <summary>The first event of a log that is not older than a time; the one after its head when all are.</summary>
    /// <param name="bounds">What the log holds.</param>
    /// <param name="time">Unix milliseconds.</param>
    /// <exception cref="InvalidDataException">A block is damaged.</exception>
    public long FirstSince(LogBounds bounds, long time)
    {
        var first = bounds.Head + 1;
        foreach (var block in Blocks.BackFrom(NumberOf(bounds.Log), bounds.Head))
        {
            for (var at = block.Last; at >= Math.Max(block.First, bounds.First); at--)
            {
                if (block[at].Event.Time < time)
                {
                    return first;
                }

                first = at;
            }

            if (block.First <= bounds.First)
            {
                break;
            }
        }

        return first;
    }

    public void Dispose()
    {
        Blocks.Dispose();
        Connection.Dispose();
        LeaveNothing(Path, _wasClosed);
    }

    private long NumberOf(LogId log)
    {
        using var statement = new Statement(Connection, "SELECT number FROM logs WHERE log = ?");
        return statement.Bind(1, log.Value).Step() ? statement.Int64(0) : 0;
    }

    /// <summary>Whether somebody has a database open, or had when he crashed.</summary>
    public static bool HasWal(string path) => File.Exists(path + "-wal");

    /// <summary>Tidies up after a connection that only read: it makes files beside the database and cannot remove them.</summary>
    public static void LeaveNothing(string path, bool wasClosed)
    {
        if (wasClosed && HasWal(path))
        {
            Database.TryFold(path);
        }
    }
}
