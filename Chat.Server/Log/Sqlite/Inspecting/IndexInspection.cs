using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>
/// Compares the index with the database. How far it has come is read before the snapshot of the database is taken, its keys afterwards: so a server may go
/// on meanwhile.
/// </summary>
internal sealed class IndexInspection : IDisposable
{
    private const string Sort = "index";

    private readonly string _path;
    private readonly bool _wasClosed;
    private readonly SqliteConnection _connection;

    private IndexInspection(string path, bool wasClosed, SqliteConnection connection, Guid store, long keysUpTo, long textsUpTo)
    {
        _path = path;
        _wasClosed = wasClosed;
        _connection = connection;
        Store = store;
        KeysUpTo = keysUpTo;
        TextsUpTo = textsUpTo;
    }

    /// <summary>Which store it is of.</summary>
    public Guid Store { get; }

    public long KeysUpTo { get; }

    public long TextsUpTo { get; }

    /// <summary>Reads how far the index has come; null when there is none that a server would use.</summary>
    /// <exception cref="SqliteException">It cannot be read now.</exception>
    public static IndexInspection? TryOpen(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return null;
        }

        var wasClosed = !Snapshot.HasWal(path);
        SqliteConnection? connection = null;
        try
        {
            connection = Database.OpenReader(path);
            using var progress = new Statement(connection, "SELECT store, keys, texts FROM progress");
            if (Database.Number(connection, "PRAGMA user_version") == IndexDatabase.Version && progress.Step() && progress.Blob(0).Length == 16)
            {
                return new IndexInspection(path, wasClosed, connection, progress.Guid(0), progress.Int64(1), progress.Int64(2));
            }
        }
        catch (SqliteException error) when (Database.IsDamage(error) || error.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            // A server would make it anew.
        }

        connection?.Dispose();
        Snapshot.LeaveNothing(path, wasClosed);
        return null;
    }

    /// <summary>Looks at the file itself, and for every key in it that has to be.</summary>
    public void Run(KeyCollection keys, long lastBlock, Findings findings, Action progress)
    {
        if (Math.Max(KeysUpTo, TextsUpTo) > lastBlock)
        {
            findings.Add(Sort, string.Create(CultureInfo.InvariantCulture, $"it goes up to block {Math.Max(KeysUpTo, TextsUpTo)}, the database to block {lastBlock} only"));
            return;
        }

        StateTables.Each(_connection, "PRAGMA integrity_check(20)", row =>
        {
            if (row.Text(0) != "ok")
            {
                findings.Add(Sort, row.Text(0));
            }
        });
        using var find = new Statement(_connection, "SELECT 1 FROM keys WHERE user = ? AND key = ?");
        keys.Each(KeysUpTo, (key, seq) =>
        {
            progress();
            if (!find.Bind(1, key.User.Value).Bind(2, key.Key).Step())
            {
                findings.Add(Sort, string.Create(CultureInfo.InvariantCulture, $"the key of user {key.User.Value}'s post at seq {seq} is not in it"));
            }

            find.Reset();
        });
    }

    public void Dispose()
    {
        _connection.Dispose();
        Snapshot.LeaveNothing(_path, _wasClosed);
    }
}
