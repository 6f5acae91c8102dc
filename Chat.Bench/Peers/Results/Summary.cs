using System.Globalization;
using Chat.Bench.Peers.Fanout;

namespace Chat.Bench.Peers.Results;

/// <summary>Makes medians and ranges of the lines of all rounds. Everything stays in the order in which it was measured first.</summary>
internal static class Summary
{
    /// <summary>The server that the others are compared with.</summary>
    public const string Limit = "limit";

    /// <summary>The shape in which nobody talks, and coming in and being there is what counts.</summary>
    public const string Idle = "idle";

    /// <exception cref="FormatException">A line is none of a run.</exception>
    public static Comparison Of(IEnumerable<string> lines, string machine)
    {
        var parsed = lines.Where(static line => !string.IsNullOrWhiteSpace(line)).Select(RunLine.Parse).ToArray();
        var stages = parsed.Where(static line => line.Stage is not null).ToArray();
        var limits = stages.Where(static line => line.Server == Limit)
            .GroupBy(static line => (line.Shape, NameOf(line.Stage!), line.Round))
            .ToDictionary(static group => group.Key, static group => group.First().Stage!.DeliveriesPerSecond);
        return new Comparison
        {
            Machine = machine,
            Servers = [.. parsed.Where(static line => line.About is not null).Select(static line => line.About!)],
            Entries =
            [
                .. parsed.Where(static line => line.Connect is not null)
                    .GroupBy(static line => (line.Shape, line.Server))
                    .Select(static group => Entry(group.Key.Server, group.Key.Shape, [.. group.Select(static line => line.Connect!)])),
            ],
            Stages =
            [
                .. stages.GroupBy(static line => (line.Shape, Stage: NameOf(line.Stage!), line.Server))
                    .Select(group => Stage(group.Key.Server, group.Key.Shape, group.Key.Stage, [.. group], limits)),
            ],
        };
    }

    private static string NameOf(StageReport report) =>
        string.Create(CultureInfo.InvariantCulture, $"{(report.Rate > 0 ? $"{report.Rate}/s" : $"window {report.Window}")}");

    private static EntryResult Entry(string server, string shape, ConnectReport[] reports) => new()
    {
        Server = server,
        Shape = shape,
        Runs = reports.Length,
        Connections = reports.Max(static report => report.Ready),
        ConnectsPerSecond = Spread.Of(reports.Select(static report => report.ConnectsPerSecond)),
        ServerCpuUsPerConnect = Spread.Of(reports.Select(static report => report.ServerCpuUsPerConnect)),
        BytesPerConnection = Spread.Of(reports.Select(static report => report.BytesPerConnection)),
        Failed = reports.Sum(static report => report.Failed),
    };

    private static StageResult Stage(string server, string shape, string stage, RunLine[] lines, Dictionary<(string, string, int), double> limits)
    {
        var reports = lines.Select(static line => line.Stage!).ToArray();
        var ratios = lines.Where(line => limits.GetValueOrDefault((shape, stage, line.Round)) > 0)
            .Select(line => line.Stage!.DeliveriesPerSecond / limits[(shape, stage, line.Round)])
            .ToArray();
        return new StageResult
        {
            Server = server,
            Shape = shape,
            Stage = stage,
            Rooms = reports[0].Rooms,
            Members = reports[0].Members,
            Runs = reports.Length,
            DeliveriesPerSecond = Over(static report => report.DeliveriesPerSecond),
            BesideLimit = ratios.Length > 0 ? Spread.Of(ratios) : null,
            ServerCpuUs = Over(static report => report.ServerCpuUs),
            ServerUserUs = Over(static report => report.ServerUserUs),
            ServerSystemUs = Over(static report => report.ServerSystemUs),
            ServerBusyPercent = Over(static report => report.ServerBusyPercent),
            GeneratorBusyPercent = Over(static report => report.GeneratorBusyPercent),
            MessagesPerRecv = Over(static report => report.MessagesPerRecv),
            P50Us = Over(static report => report.P50Us),
            P99Us = Over(static report => report.P99Us),
            Lost = reports.Sum(static report => report.Lost),
            OutOfOrder = reports.Sum(static report => report.OutOfOrder),
        };

        Spread Over(Func<StageReport, double> value) => Spread.Of(reports.Select(value));
    }
}
