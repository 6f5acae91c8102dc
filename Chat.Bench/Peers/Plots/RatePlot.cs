using Chat.Bench.Peers.Results;

namespace Chat.Bench.Peers.Plots;

/// <summary>Deliveries a second: a column for each window, in it a panel for each shape.</summary>
internal static class RatePlot
{
    private const double Width = 1080;
    private const double Top = 84;

    private static readonly string[] Stages = ["window 16", "window 1"];

    public static SvgDrawing? Draw(Comparison comparison)
    {
        var shown = comparison.Stages.Where(static stage => Stages.Contains(stage.Stage)).ToArray();
        if (shown.Length == 0)
        {
            return null;
        }

        // From small rooms to large ones, and then many.
        var shapes = shown.GroupBy(static stage => (stage.Rooms, stage.Members)).OrderBy(static shape => shape.Key).ToArray();
        var heights = shapes.Select(static shape => BarPanel.HeightOf(Stages.Max(stage => shape.Count(each => each.Stage == stage)))).ToArray();
        var drawing = new SvgDrawing(Width, Top + heights.Sum() + 40, "Deliveries a second on one core, by server and by rooms × members");
        Legend.Draw(drawing, 20, 56, shown.Select(static stage => stage.Server));
        for (var column = 0; column < Stages.Length; column++)
        {
            var its = shown.Where(stage => stage.Stage == Stages[column]).ToArray();
            if (its.Length == 0)
            {
                continue;
            }

            var (left, width, top) = (10 + (column * Width / 2), (Width / 2) - 20, Top);
            var scale = Scale.For(its.Max(static stage => stage.DeliveriesPerSecond.Most), 4);
            for (var i = 0; i < shapes.Length; top += heights[i], i++)
            {
                var bars = shapes[i].Where(stage => stage.Stage == Stages[column]).Select(static stage => new Bar(stage.Server, stage.DeliveriesPerSecond)).ToArray();
                if (bars.Length > 0)
                {
                    BarPanel.Draw(drawing, left, top, width, $"{shapes[i].Key.Rooms} × {shapes[i].Key.Members:N0}, {Stages[column]}", bars, scale, Quantity.Count);
                }
            }

            BarPanel.DrawAxis(drawing, left, top, width, scale, Quantity.Count, "deliveries a second");
        }

        return drawing;
    }
}
