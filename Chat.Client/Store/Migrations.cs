using Microsoft.Data.Sqlite;

namespace Chat.Client.Store;

/// <summary>The schema, as the list of all that was ever done to it: a step that has been released is never changed, only appended to.</summary>
internal static class Migrations
{
    /// <summary>Each step's statements, oldest step first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Steps { get; } =
    [
        [
            "CREATE TABLE servers (number INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE)",

            // Programs that have run or still run, and the session each of them had: what a guest resumes with.
            """
            CREATE TABLE processes (
                process BLOB PRIMARY KEY, server INTEGER NOT NULL, secret BLOB, user BLOB, wished TEXT, greeted INTEGER)
            WITHOUT ROWID
            """,

            // What was typed and is not committed, in the order it was typed. With a code: refused, and kept for the person to decide.
            """
            CREATE TABLE outbox (
                number INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL, process BLOB NOT NULL, key BLOB NOT NULL UNIQUE,
                room TEXT NOT NULL, log BLOB, kind INTEGER NOT NULL, text TEXT NOT NULL, ref INTEGER, typed INTEGER NOT NULL,
                sent_as BLOB, sent_after INTEGER, code TEXT, reason TEXT)
            """,
            "CREATE INDEX outbox_by_server ON outbox (server, number)",

            // The logs that were seen. All up to "cursor" came, but for those after "applied" up to "jumped"; all up to "shown" was shown.
            """
            CREATE TABLE logs (
                number INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL, log BLOB NOT NULL, room TEXT NOT NULL, first INTEGER NOT NULL,
                cursor INTEGER NOT NULL, shown INTEGER NOT NULL, applied INTEGER, jumped INTEGER, used INTEGER NOT NULL,
                UNIQUE (server, log), UNIQUE (server, room))
            """,

            // Which of their events are here, without gaps from "first" to "last".
            "CREATE TABLE ranges (log INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (log, first)) WITHOUT ROWID",
            """
            CREATE TABLE events (
                id INTEGER PRIMARY KEY AUTOINCREMENT, log INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, nick TEXT NOT NULL,
                kind INTEGER NOT NULL, text INTEGER NOT NULL, ref INTEGER, key BLOB, UNIQUE (log, seq))
            """,
            "CREATE INDEX events_by_ref ON events (log, ref) WHERE kind IN (3, 4)",
            "CREATE INDEX events_by_time ON events (time)",

            // Texts stand alone: one that is taken back is overwritten where it stands, with as many zeros. SQLite leaves copies of rows that move.
            "CREATE TABLE texts (number INTEGER PRIMARY KEY AUTOINCREMENT, text BLOB NOT NULL)",
            "CREATE TABLE drafts (server INTEGER NOT NULL, room TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (server, room)) WITHOUT ROWID",
        ],
    ];

    /// <summary>Brings a database to the newest schema. Several programs may do it at once.</summary>
    /// <param name="connection">A connection that writes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="steps">What to bring it to; the newest unless a test wants another.</param>
    /// <exception cref="StoreException">It is of a newer client, or of another program.</exception>
    public static void Run(SqliteConnection connection, string path, IReadOnlyList<IReadOnlyList<string>>? steps = null)
    {
        steps ??= Steps;
        while (true)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var version = Check(connection, path, steps.Count);
            if (version == steps.Count)
            {
                return;
            }

            foreach (var statement in steps[(int)version])
            {
                Execute(connection, statement);
            }

            Execute(connection, $"PRAGMA application_id = {ChatDatabase.ApplicationId}");
            Execute(connection, $"PRAGMA user_version = {version + 1}");
            transaction.Commit();
        }
    }

    private static long Check(SqliteConnection connection, string path, int newest)
    {
        var version = Number(connection, "PRAGMA user_version");
        var owner = Number(connection, "PRAGMA application_id");
        var isNew = version == 0 && owner == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (owner != ChatDatabase.ApplicationId && !isNew)
        {
            throw new StoreException($"{path} is a database of another program. Move it away, or name another folder with --data DIR.");
        }

        return version <= newest
            ? version
            : throw new StoreException(
                $"{path} was written by a newer chat (schema {version}, this one knows {newest}). Start that one, or name another folder with --data DIR.");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Run();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        var number = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return number;
    }
}
