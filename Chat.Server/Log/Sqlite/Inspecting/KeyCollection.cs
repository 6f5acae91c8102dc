using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>
/// The keys of all posts, gathered in a temporary table: there may be more than memory should hold, and sorting them once costs less than keeping them sorted.
/// </summary>
internal sealed class KeyCollection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _add;

    public KeyCollection(SqliteConnection connection)
    {
        _connection = connection;
        Database.Execute(connection, "CREATE TEMP TABLE posted (user INTEGER NOT NULL, key BLOB NOT NULL, block INTEGER NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL)");
        _add = new Statement(connection, "INSERT INTO temp.posted VALUES (?, ?, ?, ?, ?)");
    }

    public void Add(PostKey key, long block, long log, long seq) =>
        _add.Bind(1, key.User.Value).Bind(2, key.Key).Bind(3, block).Bind(4, log).Bind(5, seq).Run();

    /// <summary>The keys of events that retention has taken.</summary>
    public void AddPast() => Database.Execute(_connection, "INSERT INTO temp.posted SELECT user, key, 0, log, seq FROM past_keys");

    /// <summary>Adds a finding for each key that more than one post has.</summary>
    public void FindDoubles(Findings findings) => StateTables.Each(
        _connection,
        "SELECT user, count(*), min(seq), max(seq) FROM temp.posted GROUP BY user, key HAVING count(*) > 1",
        row => findings.Add("keys", string.Create(
            CultureInfo.InvariantCulture, $"user {row.Int64(0)} has {row.Int64(1)} posts with one key, at the seqs {row.Int64(2)} and {row.Int64(3)}")));

    /// <summary>Calls back for all keys of blocks up to one, sorted, once each.</summary>
    public void Each(long upTo, Action<PostKey, long> each)
    {
        using var keys = new Statement(_connection, "SELECT user, key, seq FROM temp.posted WHERE block <= ? GROUP BY user, key ORDER BY user, key");
        keys.Bind(1, upTo);
        while (keys.Step())
        {
            each(new PostKey(new UserId(keys.Int64(0)), keys.Guid(1)), keys.Int64(2));
        }
    }

    public void Dispose() => _add.Dispose();
}
