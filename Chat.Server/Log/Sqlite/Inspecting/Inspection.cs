using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>Looks at everything in a database, and at its index where it is asked to, on one moment of it. Changes nothing.</summary>
internal sealed class Inspection
{
    private readonly Snapshot _snapshot;
    private readonly Action<string, long, long> _progress;
    private readonly CancellationToken _cancellation;

    /// <param name="snapshot">The database, of the newest schema.</param>
    /// <param name="progress">Is told what is being looked at, how much of it is done, and how much there is; 0 when that is not known.</param>
    /// <param name="cancellation">Ends it.</param>
    public Inspection(Snapshot snapshot, Action<string, long, long> progress, CancellationToken cancellation)
    {
        _snapshot = snapshot;
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>What was found.</summary>
    public Findings Findings { get; } = new();

    /// <summary>How much there is.</summary>
    public Tally Tally { get; private set; } = new();

    /// <summary>Looks at the file as SQLite sees it, and at the tables' form: enough for a copy of a database that is sound.</summary>
    public void RunQuickly()
    {
        Pages("quick_check");
        Part("schema", () => SchemaInspection.Run(_snapshot, Findings));
    }

    /// <summary>Looks at everything.</summary>
    /// <param name="index">The index, opened before the snapshot was taken; null to leave it out.</param>
    public void Run(IndexInspection? index = null)
    {
        Pages("integrity_check");
        Part("schema", () => SchemaInspection.Run(_snapshot, Findings));
        Part("rows", () => RowInspection.Run(_snapshot.Connection, Findings));
        Part("counts", Count);
        Part("system log", () => Tally = Tally with { SystemEvents = SystemInspection.Run(_snapshot.Connection, Findings) });
        KeyCollection? keys = null;
        Part("logs", () => Logs(keys = new KeyCollection(_snapshot.Connection)));
        if (keys is not null)
        {
            using (keys)
            {
                Part("keys", () => Compare(keys));
                Part("index", () => Compare(index, keys));
            }
        }
    }

    private void Compare(KeyCollection keys)
    {
        _progress("keys", 0, 0);
        keys.AddPast();
        keys.FindDoubles(Findings);
    }

    private void Compare(IndexInspection? index, KeyCollection keys)
    {
        var seen = 0L;
        index?.Run(keys, Database.Number(_snapshot.Connection, "SELECT max(id) FROM blocks"), Findings, () =>
        {
            _cancellation.ThrowIfCancellationRequested();
            _progress("index", ++seen, 0);
        });
    }

    private void Pages(string pragma) => Part("pages", () =>
    {
        _progress("pages", 0, 0);
        StateTables.Each(_snapshot.Connection, $"PRAGMA {pragma}({Findings.MostOfASort + 1})", row =>
        {
            if (row.Text(0) != "ok")
            {
                Findings.Add("pages", row.Text(0));
            }
        });
    });

    private void Count()
    {
        long Of(string query) => Database.Number(_snapshot.Connection, query);
        Tally = Tally with
        {
            Rooms = Of("SELECT count(*) FROM rooms WHERE name IS NOT NULL"),
            Conversations = Of("SELECT count(*) FROM rooms WHERE name IS NULL"),
            Users = Of("SELECT count(*) FROM users"),
        };
    }

    private void Logs(KeyCollection keys)
    {
        var (logs, users) = (ReadLogs(), new HashSet<UserId>());
        StateTables.Each(_snapshot.Connection, "SELECT id FROM users", row => users.Add(new UserId(row.Int64(0))));
        var total = logs.Sum(static log => Math.Max(0, log.Head - log.First + 1));
        var done = 0L;
        foreach (var log in logs)
        {
            var inspection = new LogInspection(_snapshot, log, keys, users, Findings);
            inspection.Run(events =>
            {
                _cancellation.ThrowIfCancellationRequested();
                done += events;
                _progress("events", done, total);
            });
            Tally = Tally with { Blocks = Tally.Blocks + inspection.Blocks, Events = Tally.Events + Math.Max(0, log.Head - log.First + 1) };
        }
    }

    private List<InspectedLog> ReadLogs()
    {
        var logs = new List<InspectedLog>();
        StateTables.Each(
            _snapshot.Connection,
            "SELECT l.number, l.first, l.head, l.last_time, l.topic, r.name, r.one, r.other FROM logs l LEFT JOIN rooms r ON r.log = l.log ORDER BY l.number",
            row => logs.Add(new InspectedLog(NameOf(row), row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.IsNull(4) ? null : row.Text(4))));
        return logs;
    }

    private static string NameOf(Statement row) => (HasName: !row.IsNull(5), HasPair: !row.IsNull(6)) switch
    {
        { HasName: true } => row.Text(5),
        { HasPair: true } => string.Create(CultureInfo.InvariantCulture, $"conversation of the users {row.Int64(6)} and {row.Int64(7)}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"log {row.Int64(0)}"),
    };

    /// <summary>One part of it: what it cannot read is found, and the others are looked at all the same.</summary>
    private void Part(string name, Action look)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            look();
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(interrupted.Message, interrupted, _cancellation);
        }
        catch (Exception unreadable) when (unreadable is SqliteException or InvalidDataException or ArgumentException)
        {
            Findings.Add(name, $"cannot be read: {unreadable.Message}");
        }
    }
}
