using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Server.Log.Sqlite;

/// <summary>Opens connections the way this store wants them.</summary>
internal static class Database
{
    /// <summary>Marks a file as ours: "CHAT".</summary>
    public const int ApplicationId = 0x43484154;

    /// <summary>SQLite before it can damage a database that is checkpointed and written at once.</summary>
    private static readonly Version LeastVersion = new(3, 51, 3);

    /// <summary>How long a connection waits for another one's lock, in ms. Only a backup's end or an operator's own tool ever holds one.</summary>
    public const int BusyMilliseconds = 5_000;

    /// <summary>The version of the SQLite that is linked in.</summary>
    /// <exception cref="StoreException">It is too old to be trusted.</exception>
    public static Version RequireVersion() => Require(new SqliteConnection().ServerVersion);

    /// <summary>The same for a version that somebody names.</summary>
    /// <exception cref="StoreException">It is too old to be trusted.</exception>
    public static Version Require(string name)
    {
        var version = Version.Parse(name);
        return version >= LeastVersion
            ? version
            : throw new StoreException($"SQLite {version} has faults that can lose data; {LeastVersion} or later is needed");
    }

    /// <summary>Opens a connection that writes; makes the file with mode 0600 when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="durability">What a commit waits for.</param>
    /// <param name="inspect">Looks at the database before anything is changed, and throws when nothing may be.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection OpenWriter(string path, Durability durability, Action<SqliteConnection>? inspect = null)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        var connection = Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            if (inspect is not null)
            {
                // Closing would take in what stands beside. A closed database has nothing there, and then nothing is to be left there either.
                raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, DatabaseFile.HasWal(path) ? 1 : 0, out _);
                inspect(connection);
                raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, out _);
            }

            // Before the first table: pages are of one size for ever, and a new file is in WAL mode from its first byte on.
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, $"PRAGMA synchronous = {(durability == Durability.Full ? "FULL" : "NORMAL")}");
            Execute(connection, "PRAGMA secure_delete = ON");
            Execute(connection, "PRAGMA wal_autocheckpoint = 0");
            Execute(connection, "PRAGMA journal_size_limit = 67108864");
            Execute(connection, "PRAGMA fullfsync = ON");
            Execute(connection, "PRAGMA checkpoint_fullfsync = ON");
            Execute(connection, "PRAGMA cache_size = -16384");
            Execute(connection, "PRAGMA foreign_keys = OFF");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that reads only.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadOnly);
        Execute(connection, "PRAGMA cache_size = -4096");
        return connection;
    }

    /// <summary>Opens a connection to a file that nobody else uses: one that is being made, which needs no journal and is synced once, at its end.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection OpenAlone(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA synchronous = OFF");
        return connection;
    }

    /// <summary>Takes in and removes what stands beside a database, if nobody else uses it now.</summary>
    /// <returns>False when somebody does, or it cannot be done.</returns>
    public static bool TryFold(string path)
    {
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadWrite);
            Number(connection, "SELECT count(*) FROM sqlite_schema"); // Closing it does the rest, since it may write.
        }
        catch (SqliteException)
        {
            return false;
        }

        return !StoreFiles.Beside(path).Any(File.Exists);
    }

    /// <summary>Gives a connection that reads a second file to read, under a name.</summary>
    public static void Attach(SqliteConnection connection, string path, string name)
    {
        using var statement = new Statement(connection, $"ATTACH ? AS {name}");
        statement.Bind(1, path).Run();
    }

    /// <summary>Runs a statement whose rows, if any, are of no interest.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Run();
    }

    /// <summary>The number that a query gives in its first column; 0 when it gives no row.</summary>
    public static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        var number = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return number;
    }

    /// <summary>Whether the file itself is at fault, and not the moment.</summary>
    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>Makes an empty file with mode 0600.</summary>
    /// <exception cref="IOException">There is one already, or none can be made.</exception>
    public static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 0,
        }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle!, BusyMilliseconds);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
