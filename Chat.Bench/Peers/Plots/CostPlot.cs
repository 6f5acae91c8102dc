using System.Globalization;
using Chat.Bench.Peers.Results;

namespace Chat.Bench.Peers.Plots;

/// <summary>The server's CPU for a delivery against the number of a room's members, of ours and of the limit.</summary>
internal static class CostPlot
{
    private const double Width = 1080;
    private const double Height = 420;
    private const double Top = 100;
    private const double PlotHeight = 250;

    private static readonly string[] Stages = ["window 16", "window 1"];

    public static SvgDrawing? Draw(Comparison comparison)
    {
        var shown = comparison.Stages
            .Where(static stage => stage.Rooms == 1 && stage.ServerCpuUs.Least > 0 && Stages.Contains(stage.Stage) && (stage.Server == Summary.Limit || stage.Server.StartsWith("chatd", StringComparison.Ordinal)))
            .ToArray();
        if (shown.Length == 0)
        {
            return null;
        }

        var drawing = new SvgDrawing(Width, Height, "CPU of the server for one delivery, by the members of a room");
        Legend.Draw(drawing, 20, 56, shown.Select(static stage => stage.Server));
        for (var column = 0; column < Stages.Length; column++)
        {
            var its = shown.Where(stage => stage.Stage == Stages[column]).ToArray();
            if (its.Length > 0)
            {
                Panel(drawing, 70 + (column * Width / 2), (Width / 2) - 110, Stages[column], its);
            }
        }

        return drawing;
    }

    private static void Panel(SvgDrawing drawing, double left, double width, string title, StageResult[] stages)
    {
        var scale = LogScale.For(stages.Min(static stage => stage.ServerCpuUs.Least), stages.Max(static stage => stage.ServerCpuUs.Most));
        var across = LogScale.For(stages.Min(static stage => stage.Members), stages.Max(static stage => stage.Members));
        drawing.Text(left, Top - 12, title, isBold: true);
        foreach (var tick in scale.Ticks)
        {
            drawing.Line(left, Y(tick), left + width, Y(tick), SvgDrawing.Grid);
            drawing.Text(left - 8, Y(tick) + 4, Quantity.Digits(tick), "end", size: 11, colour: SvgDrawing.Pale);
        }

        foreach (var members in stages.Select(static stage => stage.Members).Distinct())
        {
            drawing.Line(X(members), Top, X(members), Top + PlotHeight, SvgDrawing.Grid);
            drawing.Text(X(members), Top + PlotHeight + 18, members.ToString("N0", CultureInfo.InvariantCulture), "middle", size: 11, colour: SvgDrawing.Pale);
        }

        drawing.UprightText(left - 46, Top + (PlotHeight / 2), "CPU, µs");
        drawing.Text(left + (width / 2), Top + PlotHeight + 40, "members", "middle", colour: SvgDrawing.Pale);
        foreach (var server in stages.GroupBy(static stage => stage.Server))
        {
            Curve(server.Key, [.. server.OrderBy(static stage => stage.Members)]);
        }

        void Curve(string server, StageResult[] points)
        {
            var colour = Legend.ColourOf(server);
            drawing.Path(points.Select(point => (X(point.Members), Y(point.ServerCpuUs.Median))), colour);
            foreach (var point in points)
            {
                drawing.Line(X(point.Members), Y(point.ServerCpuUs.Least), X(point.Members), Y(point.ServerCpuUs.Most), colour);
                drawing.Circle(X(point.Members), Y(point.ServerCpuUs.Median), 3.5, colour);
                if (server == Summary.Limit || server == "chatd-memory")
                {
                    // The limit's numbers below its curve, ours above.
                    drawing.Text(X(point.Members), Y(point.ServerCpuUs.Median) + (server == Summary.Limit ? 18 : -9), Quantity.Digits(point.ServerCpuUs.Median), "middle", size: 11, colour: colour);
                }
            }
        }

        double X(int members) => left + 20 + across.Place(members, width - 40);

        double Y(double value) => Top + PlotHeight - scale.Place(value, PlotHeight);
    }
}
