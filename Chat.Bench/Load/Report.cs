using System.Diagnostics;
using System.Globalization;
using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>Tells people what a run has found out.</summary>
internal static class Report
{
    private const double Microsecond = 1e6;

    /// <summary>Ticks of the stopwatch in µs.</summary>
    public static double Microseconds(long ticks) => ticks * Microsecond / Stopwatch.Frequency;

    public static void Print(LoadOptions options, LoadResult result, TextWriter to)
    {
        to.WriteLine(Machine.Describe());
        to.WriteLine(Describe(options));
        to.WriteLine();
        var table = new Table("", "");
        foreach (var (what, value) in Rows(result))
        {
            table.Add(what, value);
        }

        table.Print(to);
    }

    /// <summary>What was done, in a line.</summary>
    public static string Describe(LoadOptions options)
    {
        var server = options.Serve is { } store ? $"chatd with the store {store}" : options.Address;
        var what = options.Idle > 0 ? $"{options.Idle} idle connections in {options.Rooms} rooms"
            : options.Login is { } rate ? $"{(rate > 0 ? $"{rate} logins a second" : "logins as fast as they go")} into {options.Rooms} rooms"
            : $"{options.Rooms} rooms with {options.Members} members each, of whom {options.Senders} send, texts of {options.Size} bytes, "
                + (options.Rate is { } pace ? $"{pace} messages a second in each" : $"{options.EffectiveWindow} messages under way in each")
                + (options.Slow > 0 ? $", {options.Slow} members who do not read" : string.Empty)
                + (options.ReconnectStorm > 0 ? $", {options.ReconnectStorm} connections that break in a second" : string.Empty);
        return string.Create(
            CultureInfo.InvariantCulture, $"{server}, {(options.Tls ? "TLS" : "clear text")}: {what}; {options.Seconds} s after {options.WarmUp} s of warming up");
    }

    private static IEnumerable<(string What, string Value)> Rows(LoadResult result)
    {
        if (result.Deliveries > 0)
        {
            yield return ("deliveries a second", Number(result.DeliveriesPerSecond));
            yield return ("posts a second", Number(result.PostsPerSecond));
        }

        if (result.LoginsPerSecond is { } logins)
        {
            yield return ("logins a second", Number(logins));
        }

        foreach (var row in LatencyRows(result.Logins is null ? "to a member" : "of a login", result.Latencies))
        {
            yield return row;
        }

        foreach (var row in ServerRows(result).Concat(SpecialRows(result)))
        {
            yield return row;
        }

        if (result.Checked > 0)
        {
            yield return ("events checked", Number(result.Checked));
            yield return ("lost, doubled, disordered", $"{result.Lost}, {result.Doubled}, {result.Disordered}");
        }

        if (result.Expired > 0)
        {
            yield return ("kept no longer by the server", Number(result.Expired));
        }

        if (result.Unanswered > 0)
        {
            yield return ("posts without an answer", Number(result.Unanswered));
        }
    }

    private static IEnumerable<(string What, string Value)> LatencyRows(string what, Latencies latencies)
    {
        if (latencies.Count > 0)
        {
            yield return ($"time {what}, µs: p50", Number(Microseconds(latencies.Percentile(50))));
            yield return ("p90", Number(Microseconds(latencies.Percentile(90))));
            yield return ("p99", Number(Microseconds(latencies.Percentile(99))));
            yield return ("p99.9", Number(Microseconds(latencies.Percentile(99.9))));
            yield return ("longest", Number(Microseconds(latencies.Most)));
        }
    }

    private static IEnumerable<(string What, string Value)> ServerRows(LoadResult result)
    {
        if (result.CpuPerDelivery is { } cpu)
        {
            yield return ("CPU of the server for each delivery, µs", cpu.ToString("F3", CultureInfo.InvariantCulture));
        }

        if (result.ServerCpu is { } used && result.Time > TimeSpan.Zero)
        {
            yield return ("processors the server kept busy", (used / result.Time).ToString("F2", CultureInfo.InvariantCulture));
        }

        if (result.Time > TimeSpan.Zero)
        {
            yield return ("processors the generator kept busy", (result.OwnCpu / result.Time).ToString("F2", CultureInfo.InvariantCulture));
        }

        if (result.ServerMemory is { } memory)
        {
            yield return ("memory of the server, MB", Number(memory / 1e6));
        }
    }

    private static IEnumerable<(string What, string Value)> SpecialRows(LoadResult result)
    {
        if (result.SlowTime is { } time)
        {
            yield return ("events read afterwards by those who had stopped", Number(result.SlowEvents));
            yield return ("that took, ms", Number(time.TotalMilliseconds));
        }

        if (result.ReconnectLatencies is { } reconnects)
        {
            yield return ("connections broken and resumed", Number(result.Reconnects));
            foreach (var row in LatencyRows("until back in the room", reconnects))
            {
                yield return row;
            }
        }

        if (result.IdleConnections > 0)
        {
            yield return ("idle connections", Number(result.IdleConnections));
        }

        if (result.BytesPerConnection is { } bytes)
        {
            yield return ("bytes of the server's memory for each", Number(bytes));
        }
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
