using System.Text;
using Chat.Protocol.Search;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// The file of keys and words. It holds nothing that is not made from the database, says up to which block it goes, and is made anew when it is missing,
/// damaged, of another version or of another store. Owned by the indexer.
/// </summary>
internal sealed class IndexDatabase : IDisposable
{
    /// <summary>Of the tables in the file; another one is made anew.</summary>
    public const int Version = 2;

    /// <summary>A larger file is not put together anew: it would take seconds, and as much memory.</summary>
    private const long MostCompacted = 32 * 1024 * 1024;

    private static readonly string[] Schema =
    [
        // One row: which store it is of, and the last block whose keys, and whose words, are in it.
        "CREATE TABLE progress (store BLOB NOT NULL, keys INTEGER NOT NULL, texts INTEGER NOT NULL)",
        "CREATE TABLE keys (user INTEGER NOT NULL, key BLOB NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (user, key)) WITHOUT ROWID",

        // The rows are places of events. Texts come as tokens with one blank between them; all that is not ASCII is left as it is.
        "CREATE VIRTUAL TABLE texts USING fts5 (text, room, tokenize = 'ascii', content = '', columnsize = 0)",

        // What was put in there, which taking it out has to name; the newest row of a place, those before it are zeros. Rows are appended and written over with as many
        // bytes, so that none is moved: SQLite leaves copies where a row was, whatever becomes of it later.
        "CREATE TABLE tokens (number INTEGER PRIMARY KEY, place INTEGER NOT NULL, log INTEGER NOT NULL, text BLOB NOT NULL)",
        "CREATE INDEX tokens_by_place ON tokens (place)",

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
    private readonly Statement _dropText;
    private readonly Statement _addTokens;
    private readonly Statement _findTokens;
    private readonly Statement _blankTokens;
    private readonly Statement _dropTokens;
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
        _dropText = _statements.On("INSERT INTO texts (texts, rowid, text, room) VALUES ('delete', ?, ?, ?)");
        _addTokens = _statements.On("INSERT INTO tokens (place, log, text) VALUES (?, ?, ?)");
        _findTokens = _statements.On("SELECT number, log, text FROM tokens WHERE place = ? ORDER BY number DESC LIMIT 1");
        _blankTokens = _statements.On("UPDATE tokens SET text = zeroblob(?2) WHERE number = ?1");
        _dropTokens = _statements.On("DELETE FROM tokens WHERE place >= ? AND place < ?");
        _setKeys = _statements.On("UPDATE progress SET keys = ?");
        _setTexts = _statements.On("UPDATE progress SET texts = ?");
        KeysUpTo = Database.Number(connection, "SELECT keys FROM progress");
        TextsUpTo = Database.Number(connection, "SELECT texts FROM progress");
    }

    /// <summary>It has shown itself to be damaged and is of no use any more.</summary>
    public bool IsDamaged { get; private set; }

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
        catch (Exception error) when (error is InvalidDataException or SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR })
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
        // The file first: without what stands beside it, it might look whole after a crash here.
        foreach (var file in StoreFiles.Beside(path).Prepend(path))
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
        var (keys, texts) = (KeysUpTo, TextsUpTo);
        Run(_begin);
        try
        {
            write();
            Run(_commit);
        }
        catch
        {
            (KeysUpTo, TextsUpTo) = (keys, texts);
            if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
            {
                Run(_rollback);
            }

            throw;
        }
    }

    public void AddKey(PostKey key, long log, long seq, long time) =>
        Run(_addKey.Bind(1, key.User.Value).Bind(2, key.Key).Bind(3, log).Bind(4, seq).Bind(5, time));

    public void AddText(long place, long log, string text)
    {
        var tokens = SearchText.Tokenize(text);
        Run(_addTokens.Bind(1, place).Bind(2, log).Bind(3, Encoding.UTF8.GetBytes(tokens)));
        Run(_addText.Bind(1, place).Bind(2, tokens).Bind(3, WordExpression.RoomToken(log)));
    }

    public void ReplaceText(long place, long log, string text)
    {
        DropText(place);
        AddText(place, log, text);
    }

    public void DropText(long place)
    {
        if (!Step(_findTokens.Bind(1, place)))
        {
            return;
        }

        var (number, log, text) = (_findTokens.Int64(0), _findTokens.Int64(1), _findTokens.Blob(2).ToArray());
        _findTokens.Reset();
        if (text.AsSpan().ContainsAnyExcept((byte)0))
        {
            Run(_dropText.Bind(1, place).Bind(2, Encoding.UTF8.GetString(text)).Bind(3, WordExpression.RoomToken(log)));
            Run(_blankTokens.Bind(1, number).Bind(2, text.LongLength));
        }
    }

    /// <summary>Takes the words of whole blocks out, as one change.</summary>
    /// <param name="blocks">Each block's id, and how many events it has.</param>
    public void DropTexts(IEnumerable<(long Block, int Events)> blocks) => Write(() =>
    {
        foreach (var (block, events) in blocks)
        {
            for (var i = 0; i < events; i++)
            {
                DropText(EventPlace.Of(block, i));
            }

            Run(_dropTokens.Bind(1, EventPlace.Of(block, 0)).Bind(2, EventPlace.Of(block + 1, 0)));
        }
    });

    public void SetKeysUpTo(long block)
    {
        Run(_setKeys.Bind(1, block));
        KeysUpTo = block;
    }

    public void SetTextsUpTo(long block)
    {
        Run(_setTexts.Bind(1, block));
        TextsUpTo = block;
    }

    /// <summary>Calls back for every key.</summary>
    public void EachKey(Action<PostKey> each)
    {
        try
        {
            StateTables.Each(_connection, "SELECT user, key FROM keys", row => each(new PostKey(new UserId(row.Int64(0)), row.Guid(1))));
        }
        catch (Exception damaged) when (Condemn(damaged))
        {
            throw;
        }
    }

    /// <summary>
    /// Puts the file together anew, if it is small enough for that to be quick: in the unused parts of its pages SQLite leaves copies of rows that it has moved, and those of
    /// the full-text search move as they like.
    /// </summary>
    public void Compact()
    {
        if (Database.Number(_connection, "PRAGMA page_count") * Database.Number(_connection, "PRAGMA page_size") <= MostCompacted)
        {
            Database.Execute(_connection, "VACUUM");
        }
    }

    /// <summary>Waits until what was written is on the disk.</summary>
    public void Sync() => Database.Execute(_connection, "PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Moves what is in the file beside into the file itself and empties that file; false when somebody reads from it just now.</summary>
    public bool TryEmptyBeside()
    {
        Sync();
        raw.sqlite3_busy_timeout(_connection.Handle!, 0);
        try
        {
            return Database.Number(_connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
        finally
        {
            raw.sqlite3_busy_timeout(_connection.Handle!, Database.BusyMilliseconds);
        }
    }

    public void Dispose()
    {
        _statements.Dispose();

        _connection.Dispose();
    }

    private void Run(Statement statement)
    {
        if (Step(statement))
        {
            statement.Reset();
        }
    }

    private bool Step(Statement statement)
    {
        try
        {
            return statement.Step();
        }
        catch (SqliteException damaged) when (Condemn(damaged))
        {
            throw;
        }
    }

    /// <summary>Keeps in mind what an error says of the file; handles nothing.</summary>
    private bool Condemn(Exception error)
    {
        IsDamaged |= error is InvalidDataException || (error is SqliteException failed && Database.IsDamage(failed));
        return false;
    }

    // What is lost of it with the power is made again, so that it need not wait for the disk.
    private static SqliteConnection OpenConnection(string path)
    {
        var connection = Database.OpenWriter(path, Durability.Normal);
        Database.Execute(connection, "PRAGMA wal_autocheckpoint = 1000");
        Database.Execute(connection, "PRAGMA temp_store = MEMORY");
        return connection;
    }
}
