using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// The schema, as the list of all that was ever done to it. A step that has been released is never changed: only appended to. Each runs in a transaction of its own,
/// together with the number that says so.
/// </summary>
internal static class Migrations
{
    /// <summary>Each step's statements, oldest step first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Steps { get; } =
    [
        [
            // Numbers that are kept once: the store's own identity.
            "CREATE TABLE store (id BLOB NOT NULL)",
            "INSERT INTO store VALUES (randomblob(16))",

            // A log has a number of its own here, so that its 16 bytes are stored once.
            """
            CREATE TABLE logs (
                number INTEGER PRIMARY KEY, log BLOB NOT NULL UNIQUE, first INTEGER NOT NULL, head INTEGER NOT NULL,
                last_time INTEGER NOT NULL, topic TEXT)
            """,

            // The events of one log in one group, encoded together; an id is given once, in the order of commits.
            "CREATE TABLE blocks (id INTEGER PRIMARY KEY, log INTEGER NOT NULL, first INTEGER NOT NULL, data BLOB NOT NULL)",
            "CREATE UNIQUE INDEX blocks_by_log ON blocks (log, first)",

            // What an edited message and all its edits read as: the newest row says it. Those before it are only zeros as long as what they have said.
            "CREATE TABLE revisions (id INTEGER PRIMARY KEY, log INTEGER NOT NULL, target INTEGER NOT NULL, edit INTEGER NOT NULL, data BLOB NOT NULL)",
            "CREATE INDEX revisions_by_target ON revisions (log, target)",

            // Keys of events that retention has taken, so that they are known for ever.
            """
            CREATE TABLE past_keys (user INTEGER NOT NULL, key BLOB NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (user, key))
            WITHOUT ROWID
            """,

            // The system log, and what it comes to.
            "CREATE TABLE system (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, data BLOB NOT NULL)",
            "CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT NOT NULL, since INTEGER NOT NULL, forgotten INTEGER NOT NULL DEFAULT 0)",
            "CREATE TABLE secrets (number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, user INTEGER NOT NULL, ended INTEGER)",
            "CREATE INDEX secrets_by_user ON secrets (user)",
            "CREATE TABLE rooms (log BLOB PRIMARY KEY, name TEXT, one INTEGER, other INTEGER) WITHOUT ROWID",
            "CREATE TABLE members (room BLOB NOT NULL, user INTEGER NOT NULL, PRIMARY KEY (room, user)) WITHOUT ROWID",
            "CREATE INDEX members_by_user ON members (user)",
            "CREATE TABLE hidden (room BLOB NOT NULL, user INTEGER NOT NULL, PRIMARY KEY (room, user)) WITHOUT ROWID",
            "CREATE TABLE blocked (user INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (user, other)) WITHOUT ROWID",
        ],
        [
            // Accounts: the keys and nicks of registered users, and the codes that let somebody in.
            "ALTER TABLE users ADD COLUMN operator INTEGER NOT NULL DEFAULT 0",
            "CREATE TABLE devices (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, user INTEGER NOT NULL, label TEXT NOT NULL, added INTEGER NOT NULL, seen INTEGER NOT NULL)",
            "CREATE TABLE former_nicks (number INTEGER PRIMARY KEY, user INTEGER NOT NULL, nick TEXT NOT NULL, UNIQUE (user, nick))",
            """
            CREATE TABLE codes (hash BLOB PRIMARY KEY, purpose INTEGER NOT NULL, user INTEGER, room TEXT, uses INTEGER NOT NULL, issued INTEGER NOT NULL, ends INTEGER)
            WITHOUT ROWID
            """,

            // Rights. A restriction without a room is about the whole server; its room is no bytes then, because a key has no NULL.
            "ALTER TABLE rooms ADD COLUMN private INTEGER NOT NULL DEFAULT 0",
            "CREATE TABLE roles (room BLOB NOT NULL, user INTEGER NOT NULL, role INTEGER NOT NULL, PRIMARY KEY (room, user)) WITHOUT ROWID",
            "CREATE TABLE invitations (room BLOB NOT NULL, user INTEGER NOT NULL, PRIMARY KEY (room, user)) WITHOUT ROWID",
            "CREATE INDEX invitations_by_user ON invitations (user)",
            """
            CREATE TABLE restrictions (
                room BLOB NOT NULL, kind INTEGER NOT NULL, user INTEGER NOT NULL, nick TEXT NOT NULL, address BLOB, ends INTEGER, reason TEXT NOT NULL,
                PRIMARY KEY (room, kind, user)) WITHOUT ROWID
            """,

            // What is kept beside the log, because losing the newest of it does no harm: how far who has read, and what of the rest speaks to him.
            "CREATE TABLE marks (user INTEGER NOT NULL, room BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (user, room)) WITHOUT ROWID",
            "CREATE INDEX marks_by_room ON marks (room)",
            "CREATE TABLE mentions (room BLOB NOT NULL, seq INTEGER NOT NULL, user INTEGER NOT NULL, PRIMARY KEY (room, seq, user)) WITHOUT ROWID",
            "CREATE INDEX mentions_by_user ON mentions (user, room)",
        ],
    ];

    /// <summary>Brings a database to the newest schema.</summary>
    /// <param name="connection">A connection that writes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="steps">What to bring it to; the newest unless a test wants another.</param>
    /// <exception cref="StoreException">It is of a newer server, or of another program.</exception>
    public static void Run(SqliteConnection connection, string path, IReadOnlyList<IReadOnlyList<string>>? steps = null)
    {
        steps ??= Steps;
        var version = Check(connection, path, steps.Count);
        for (; version < steps.Count; version++)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var statement in steps[(int)version])
            {
                Database.Execute(connection, statement);
            }

            Database.Execute(connection, $"PRAGMA application_id = {Database.ApplicationId}");
            Database.Execute(connection, $"PRAGMA user_version = {version + 1}");
            transaction.Commit();
        }
    }

    /// <summary>Tells how far a database has come; 0 for a new one.</summary>
    /// <exception cref="StoreException">It is of a newer server, or of another program.</exception>
    public static long Check(SqliteConnection connection, string path, int newest)
    {
        var version = Database.Number(connection, "PRAGMA user_version");
        var owner = Database.Number(connection, "PRAGMA application_id");
        var isNew = version == 0 && owner == 0 && Database.Number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (owner != Database.ApplicationId && !isNew)
        {
            throw new StoreException($"{path} is a database of another program; move it away, or give chatd another folder");
        }

        if (version == 0 && !isNew)
        {
            throw new StoreException($"{path} is damaged (it does not say of which schema it is); go back to a backup with 'chatd restore FILE'");
        }

        return version <= newest
            ? version
            : throw new StoreException($"{path} was written by a newer chatd (schema {version}, this one knows {newest}); start that one");
    }

    /// <summary>Compares the definitions of all tables and indexes with those that the steps make. One that is another in a single letter reads columns that are not there.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="version">How far it has come.</param>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void CheckTables(SqliteConnection connection, long version)
    {
        using var made = new SqliteConnection("Data Source=:memory:;Pooling=False");
        made.Open();
        Run(made, ":memory:", [.. Steps.Take((int)version)]);
        if (!TablesOf(connection).SetEquals(TablesOf(made)))
        {
            throw new InvalidDataException("its tables are not those that chatd makes");
        }
    }

    private static HashSet<string> TablesOf(SqliteConnection connection)
    {
        var tables = new HashSet<string>(StringComparer.Ordinal);
        StateTables.Each(connection, "SELECT name || ': ' || sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", row => tables.Add(row.Text(0)));
        return tables;
    }
}
