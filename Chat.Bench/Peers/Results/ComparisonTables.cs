using System.Globalization;
using Chat.Bench.Measuring;

namespace Chat.Bench.Peers.Results;

/// <summary>A comparison in the form that the documents use.</summary>
internal static class ComparisonTables
{
    public static void Print(Comparison comparison, TextWriter to)
    {
        to.WriteLine($"{comparison.Machine}. Medians, and the ranges of all rounds in brackets.\n");
        foreach (var server in comparison.Servers)
        {
            to.WriteLine($"- {server.Server}: {server.Version}");
        }

        to.WriteLine();
        foreach (var group in comparison.Stages.GroupBy(static stage => (stage.Shape, stage.Stage)))
        {
            var first = group.First();
            to.WriteLine($"### {first.Rooms} × {first.Members}, {group.Key.Stage}\n");
            Stages(group).Print(to);
        }

        // In the other shapes a few come in, and a server that has just been started is what is seen.
        var idle = comparison.Entries.Where(static entry => entry.Shape == Summary.Idle).ToArray();
        if (idle.Length > 0)
        {
            to.WriteLine($"### Coming in: {idle.Max(static entry => entry.Connections)} connections\n");
            Entries(idle).Print(to);
        }
    }

    private static Table Stages(IEnumerable<StageResult> stages)
    {
        var table = new Table(
            "server", "rounds", "deliveries/s", "beside the limit", "CPU, µs each", "user + system", "server busy, %", "generator busy, %", "messages a recv", "p50, µs", "p99, µs", "lost", "out of order");
        foreach (var stage in stages)
        {
            table.Add(
                stage.Server,
                Number(stage.Runs, "F0"),
                Range(stage.DeliveriesPerSecond, "N0"),
                stage.BesideLimit is { } ratio ? Range(ratio, "F2") : "",
                Range(stage.ServerCpuUs, "F3"),
                $"{Number(stage.ServerUserUs.Median, "F3")} + {Number(stage.ServerSystemUs.Median, "F3")}",
                Number(stage.ServerBusyPercent.Median, "F0"),
                Number(stage.GeneratorBusyPercent.Median, "F0"),
                Number(stage.MessagesPerRecv.Median, "F1"),
                Range(stage.P50Us, "F0"),
                Range(stage.P99Us, "F0"),
                Number(stage.Lost, "F0"),
                stage.OutOfOrder is { } count ? Number(count, "F0") : "");
        }

        return table;
    }

    private static Table Entries(IEnumerable<EntryResult> entries)
    {
        var table = new Table("server", "rounds", "connects/s", "CPU, µs a connect", "bytes a connection", "failed");
        foreach (var entry in entries)
        {
            table.Add(
                entry.Server,
                Number(entry.Runs, "F0"),
                Range(entry.ConnectsPerSecond, "N0"),
                Range(entry.ServerCpuUsPerConnect, "F0"),
                Range(entry.BytesPerConnection, "N0"),
                Number(entry.Failed, "F0"));
        }

        return table;
    }

    private static string Range(Spread spread, string format) => spread.Least == spread.Most
        ? Number(spread.Median, format)
        : $"{Number(spread.Median, format)} ({Number(spread.Least, format)} to {Number(spread.Most, format)})";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
