using System.Diagnostics;
using System.Globalization;
using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>Reads, at one moment after the other, what all loops have counted and what the server has taken.</summary>
internal sealed class Meter
{
    private readonly IReadOnlyList<Tally> _tallies;
    private readonly int? _server;

    public Meter(IReadOnlyList<Tally> tallies, int? server)
    {
        _tallies = tallies;
        _server = server;
    }

    public Reading Read() => new(
        Stopwatch.GetTimestamp(),
        _tallies.Sum(static tally => tally.Deliveries),
        _tallies.Sum(static tally => tally.Posts),
        _tallies.Sum(static tally => tally.Logins),
        ServerFigures.Read(_server)?.Cpu,
        Environment.CpuUsage.TotalTime);

    public Latencies ReadLatencies()
    {
        var all = new Latencies();
        foreach (var tally in _tallies)
        {
            all.Add(tally.Latencies);
        }

        return all;
    }

    /// <summary>In one line what is wrong so far.</summary>
    public string Faults() =>
        $"{_tallies.Sum(static tally => tally.Lost)} lost, {_tallies.Sum(static tally => tally.Doubled)} doubled, {_tallies.Sum(static tally => tally.Disordered)} disordered";

    /// <summary>How busy the server was between two readings, to go behind something else; nothing when that is not known.</summary>
    public static string Busy(Reading last, Reading now) => now.Cpu - last.Cpu is { } used
        ? string.Create(CultureInfo.InvariantCulture, $", server {used / Stopwatch.GetElapsedTime(last.At, now.At):P0} CPU")
        : string.Empty;

    /// <summary>What was counted up to a moment.</summary>
    internal readonly record struct Reading(long At, long Deliveries, long Posts, long Logins, TimeSpan? Cpu, TimeSpan OwnCpu);
}
