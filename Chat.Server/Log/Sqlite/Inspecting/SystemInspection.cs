using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>Replays the system log and compares what comes of it with the tables of current state.</summary>
internal static class SystemInspection
{
    private const string Sort = "system log";

    /// <returns>How many system events there are.</returns>
    public static long Run(SqliteConnection connection, Findings findings)
    {
        var replayed = Replay(connection, findings, out var count);
        SystemState tables;
        try
        {
            tables = StateTables.Read(connection);
        }
        catch (Exception misfit) when (misfit is InvalidDataException or ArgumentException)
        {
            findings.Add("state", $"the tables do not fit each other: {misfit.Message}");
            return count;
        }

        if (replayed is not null)
        {
            foreach (var difference in StateDifference.Between(replayed, tables))
            {
                findings.Add("state", difference);
            }
        }

        return count;
    }

    /// <summary>The state that the log comes to; null when that cannot be told.</summary>
    private static SystemState? Replay(SqliteConnection connection, Findings findings, out long count)
    {
        var state = new SystemState();
        var (isWhole, seen, expected) = (true, 0L, 1L);
        StateTables.Each(connection, "SELECT seq, time, data FROM system ORDER BY seq", row =>
        {
            var seq = row.Int64(0);
            if (seq != expected)
            {
                isWhole = false;
                findings.Add(Sort, string.Create(CultureInfo.InvariantCulture, $"event {expected} is missing: the next one is {seq}"));
            }

            (seen, expected) = (seen + 1, seq + 1);
            if (!isWhole)
            {
                return;
            }

            try
            {
                state.Apply(SystemEventCodec.Decode(row.Int64(1), row.Blob(2)));
            }
            catch (InvalidDataException broken)
            {
                isWhole = false;
                findings.Add(Sort, string.Create(CultureInfo.InvariantCulture, $"event {seq}: {broken.Message}"));
            }
        });
        count = seen;
        return isWhole ? state : null;
    }
}
