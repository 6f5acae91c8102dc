using System.Diagnostics;
using Chat.Bench.Measuring;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chat.Bench.Store;

/// <summary>The measure of an append: a row for each event, and a synced commit for each row.</summary>
internal sealed class SingleRows : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _add;
    private readonly EventSource _source;

    public SingleRows(string path)
    {
        var text = new string('x', 64);
        _source = new EventSource(new Random(2), () => text, 1);
        _connection = Database.OpenWriter(path, Durability.Full);
        Database.Execute(_connection, "PRAGMA wal_autocheckpoint = 4000");
        Database.Execute(_connection, "CREATE TABLE events (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, author INTEGER NOT NULL, nick TEXT NOT NULL, text TEXT NOT NULL, key BLOB NOT NULL)");
        // A file that grows takes the file system's own journal into each sync. After this the file beside is as long as it gets, as that of a server that has run for a while.
        Database.Execute(_connection, "CREATE TABLE filler AS SELECT zeroblob(32000000)");
        Database.Execute(_connection, "DROP TABLE filler");
        _add = new Statement(_connection, "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)");
    }

    /// <summary>Commits for a time. Returns how many were made in a second.</summary>
    /// <param name="time">How long.</param>
    /// <param name="latencies">Gets what each took, in µs.</param>
    public double Run(TimeSpan time, Samples latencies)
    {
        var count = 0;
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            var start = Stopwatch.GetTimestamp();
            Commit();
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            count++;
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Commits one row.</summary>
    public void Commit() => Add(_source.Events(1, 1)[0]);

    public void Dispose()
    {
        _add.Dispose();
        _connection.Dispose();
    }

    private void Add(LogEvent e) => _add.Bind(1, e.Seq).Bind(2, e.Time).Bind(3, e.Author.Value).Bind(4, e.Nick).Bind(5, e.Text).Bind(6, e.Key!.Value).Run();
}
