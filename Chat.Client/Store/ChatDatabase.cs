using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Client.Store;

/// <summary>
/// One connection to <c>chat.db</c>. Any thread may use it: a lock, which is held over SQLite's own work, lets one in at a time. Other
/// programs may have the file open too; a transaction that writes waits for theirs.
/// </summary>
internal sealed class ChatDatabase : IDisposable
{
    /// <summary>Marks a file as ours: "chat".</summary>
    public const int ApplicationId = 0x63686174;

    /// <summary>How long a connection waits for another one's transaction, in ms. They are all short.</summary>
    private const int BusyMilliseconds = 5_000;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly Action _damaged;

    private ChatDatabase(string path, SqliteConnection connection, Action damaged)
    {
        _path = path;
        _connection = connection;
        _damaged = damaged;
        _statements = new Statements(connection);
    }

    /// <summary>Opens the file, which is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDurable">A commit waits for the disk, so that it survives the loss of power; otherwise it survives the end of the program only.</param>
    /// <param name="damaged">Called when the file shows to be damaged.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="StoreException">It is not for this client.</exception>
    public static ChatDatabase Open(string path, bool isDurable, Action damaged)
    {
        var connection = Connect(path);
        try
        {
            Pragma(connection, "journal_mode = WAL");
            Pragma(connection, $"synchronous = {(isDurable ? "FULL" : "NORMAL")}");
            Pragma(connection, "secure_delete = ON");
            Pragma(connection, "fullfsync = ON");
            Pragma(connection, "journal_size_limit = 16777216");
            Migrations.Run(connection, path);
            return new ChatDatabase(path, connection, damaged);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection as it is, for whoever wants to look into a file that may be damaged.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
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

    /// <summary>Whether the file itself is at fault, and not the moment.</summary>
    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>Reads, all of it from one state of the database.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public T Read<T>(Func<Statements, T> read) => Run("BEGIN", read);

    /// <summary>Writes, all or nothing.</summary>
    /// <exception cref="StoreException">It cannot be written, and nothing of it is.</exception>
    public T Write<T>(Func<Statements, T> write) => Run("BEGIN IMMEDIATE", write);

    /// <summary>Writes, all or nothing.</summary>
    /// <exception cref="StoreException">It cannot be written, and nothing of it is.</exception>
    public void Write(Action<Statements> write) => Run("BEGIN IMMEDIATE", statements =>
    {
        write(statements);
        return true;
    });

    /// <summary>
    /// Brings everything into the file itself and empties the journal beside it, which may hold what has been overwritten. Where another
    /// program is in the middle of reading, a later one does it.
    /// </summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public void Fold()
    {
        lock (_lock)
        {
            raw.sqlite3_busy_timeout(_connection.Handle!, 0);
            try
            {
                _statements.On("PRAGMA wal_checkpoint(TRUNCATE)").Run();
            }
            catch (SqliteException error)
            {
                throw Trouble(error);
            }
            finally
            {
                raw.sqlite3_busy_timeout(_connection.Handle!, BusyMilliseconds);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _statements.Dispose();
            _connection.Dispose();
        }
    }

    private T Run<T>(string begin, Func<Statements, T> work)
    {
        lock (_lock)
        {
            try
            {
                _statements.On(begin).Run();
                var result = work(_statements);
                _statements.On("COMMIT").Run();
                return result;
            }
            catch (SqliteException error)
            {
                throw Trouble(error);
            }
            catch (InvalidDataException error)
            {
                _damaged();
                throw new StoreException($"{_path} is damaged: {error.Message}", error);
            }
            finally
            {
                if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
                {
                    Rollback();
                }
            }
        }
    }

    private void Rollback()
    {
        try
        {
            _statements.On("ROLLBACK").Run();
        }
        catch (SqliteException error) when (raw.sqlite3_get_autocommit(_connection.Handle!) != 0)
        {
            // SQLite has rolled back by itself, and the first error says why.
            _ = error;
        }
    }

    private StoreException Trouble(SqliteException error)
    {
        if (IsDamage(error))
        {
            _damaged();
        }

        return new StoreException($"{_path} cannot be used: {error.Message}", error);
    }

    private static void Pragma(SqliteConnection connection, string pragma)
    {
        using var statement = new Statement(connection, $"PRAGMA {pragma}");
        statement.Run();
    }
}
