using Chat.Protocol.Search;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// The file of keys and words. It holds nothing that is not made from the database, says up to which block it goes, and is made anew when it is missing,
/// damaged, of another version or of another store. Owned by the indexer.
/// </summary>
internal sealed class IndexDatabase : IDisposable
{
    /// <summary>Of the tables in the file; another one is made anew.</summary>
    public const int Version = 1;

    private static readonly string[] Schema =
    [
        // One row: which store it is of, and the last block whose keys, and whose words, are in it.
        "CREATE TABLE progress (store BLOB NOT NULL, keys INTEGER NOT NULL, texts INTEGER NOT NULL)",
        "CREATE TABLE keys (user INTEGER NOT NULL, key BLOB NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (user, key)) WITHOUT ROWID",

        // The rows are places of events. Texts come as tokens with one blank between them; all that is not ASCII is left as it is.
        "CREATE VIRTUAL TABLE texts USING fts5 (text, room, tokenize = 'ascii', columnsize = 0)",

        // What is taken out is overwritten, and not only marked.
        "INSERT INTO texts (texts, rank) VALUES ('secure-delete', 1)",
    ];

    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _addKey;
    private readonly Statement _addText;
    private readonly Statement _replaceText;
    private readonly Statement _dropText;
    private readonly Statement _dropTexts;
    private readonly Statement _setKeys;
    private readonly Statement _setTexts;

    private IndexDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _statements = new Statements(connection);
        _begin = _statements.On("BEGIN IMMEDIATE");
        _commit = _statements.On("COMMIT");
        _rollback = _statements.On("ROLLBACK");
        _addKey = _statements.On("INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?, ?)");
        _addText = _statements.On("INSERT INTO texts (rowid, text, room) VALUES (?, ?, ?)");
        _replaceText = _statements.On("UPDATE texts SET text = ?2 WHERE rowid = ?1");
        _dropText = _statements.On("DELETE FROM texts WHERE rowid = ?");
        _dropTexts = _statements.On("DELETE FROM texts WHERE rowid >= ? AND rowid < ?");
        _setKeys = _statements.On("UPDATE progress SET keys = ?");
        _setTexts = _statements.On("UPDATE progress SET texts = ?");
        KeysUpTo = Database.Number(connection, "SELECT keys FROM progress");
        TextsUpTo = Database.Number(connection, "SELECT texts FROM progress");
    }

    /// <summary>The last block whose keys are in it.</summary>
    public long KeysUpTo { get; private set; }

    /// <summary>The last block whose words are in it.</summary>
    public long TextsUpTo { get; private set; }

    /// <summary>Keys in it.</summary>
    public long KeyCount => Database.Number(_connection, "SELECT count(*) FROM keys");

    /// <summary>Opens the file; null when there is none or it cannot be used.</summary>
    /// <exception cref="SqliteException">The file may be good, but cannot be opened now.</exception>
    public static IndexDatabase? TryOpen(string path, Guid store)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        SqliteConnection? connection = null;
        try
        {
            connection = OpenConnection(path);
            using var progress = new Statement(connection, "SELECT store FROM progress");
            if (Database.Number(connection, "PRAGMA user_version") == Version && progress.Step() && progress.Guid(0) == store)
            {
                progress.Reset();
                return new IndexDatabase(connection);
            }
        }
        catch (SqliteException error) when (Database.IsDamage(error) || error.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            // Not what it should be: it is made anew.
        }

        connection?.Dispose();
        return null;
    }

    /// <summary>Makes an empty one in the place of whatever is there.</summary>
    /// <exception cref="SqliteException">It cannot be made.</exception>
    public static IndexDatabase Create(string path, Guid store)
    {
        foreach (var file in StoreFiles.Beside(path).Append(path))
        {
            File.Delete(file);
        }

        var connection = OpenConnection(path);
        using (var transaction = connection.BeginTransaction(deferred: false))
        {
            foreach (var statement in Schema)
            {
                Database.Execute(connection, statement);
            }

            using var progress = new Statement(connection, "INSERT INTO progress VALUES (?, 0, 0)");
            progress.Bind(1, store).Run();
            Database.Execute(connection, $"PRAGMA application_id = {Database.ApplicationId}");
            Database.Execute(connection, $"PRAGMA user_version = {Version}");
            transaction.Commit();
        }

        return new IndexDatabase(connection);
    }

    /// <summary>Does something as a whole or not at all.</summary>
    public void Write(Action write)
    {
        _begin.Run();
        try
        {
            write();
            _commit.Run();
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
            {
                _rollback.Run();
            }

            KeysUpTo = Database.Number(_connection, "SELECT keys FROM progress");
            TextsUpTo = Database.Number(_connection, "SELECT texts FROM progress");
            throw;
        }
    }

    public void AddKey(PostKey key, long log, long seq, long time) =>
        _addKey.Bind(1, key.User.Value).Bind(2, key.Key).Bind(3, log).Bind(4, seq).Bind(5, time).Run();

    public void AddText(long place, long log, string text) =>
        _addText.Bind(1, place).Bind(2, SearchText.Tokenize(text)).Bind(3, WordExpression.RoomToken(log)).Run();

    public void ReplaceText(long place, string text) => _replaceText.Bind(1, place).Bind(2, SearchText.Tokenize(text)).Run();

    public void DropText(long place) => _dropText.Bind(1, place).Run();

    /// <summary>Takes the words of whole blocks out.</summary>
    public void DropTexts(long block) => _dropTexts.Bind(1, EventPlace.Of(block, 0)).Bind(2, EventPlace.Of(block + 1, 0)).Run();

    public void SetKeysUpTo(long block)
    {
        _setKeys.Bind(1, block).Run();
        KeysUpTo = block;
    }

    public void SetTextsUpTo(long block)
    {
        _setTexts.Bind(1, block).Run();
        TextsUpTo = block;
    }

    /// <summary>Calls back for every key.</summary>
    public void EachKey(Action<PostKey> each) =>
        StateTables.Each(_connection, "SELECT user, key FROM keys", row => each(new PostKey(new UserId(row.Int64(0)), row.Guid(1))));

    /// <summary>Moves what is in the file beside into the file itself; with <paramref name="empties"/> that file is emptied, too.</summary>
    public void Checkpoint(bool empties) => Database.Execute(_connection, empties ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(PASSIVE)");

    public void Dispose()
    {
        _statements.Dispose();

        _connection.Dispose();
    }

    // What is lost of it with the power is made again, so that it need not wait for the disk.
    private static SqliteConnection OpenConnection(string path)
    {
        var connection = Database.OpenWriter(path, Durability.Normal);
        Database.Execute(connection, "PRAGMA wal_autocheckpoint = 1000");
        return connection;
    }
}
