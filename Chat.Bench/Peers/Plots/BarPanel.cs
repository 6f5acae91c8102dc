namespace Chat.Bench.Peers.Plots;

/// <summary>Bars one below the other, with the server's name before and the median behind each.</summary>
internal static class BarPanel
{
    private const double Row = 20;
    private const double Heading = 24;
    private const double Names = 110;
    private const double Numbers = 70;
    private const double AxisHeight = 36;

    /// <summary>How high it is with so many bars; the axis comes below.</summary>
    public static double HeightOf(int bars) => Heading + (bars * Row) + 14;

    public static double HeightWithAxis(int bars) => HeightOf(bars) + AxisHeight;

    /// <param name="drawing">Where.</param>
    /// <param name="left">Its left edge.</param>
    /// <param name="top">Its upper edge.</param>
    /// <param name="width">Of all of it.</param>
    /// <param name="title">What is measured here.</param>
    /// <param name="bars">In their order.</param>
    /// <param name="scale">Of the axis.</param>
    /// <param name="format">Writes a value.</param>
    public static void Draw(SvgDrawing drawing, double left, double top, double width, string title, IReadOnlyList<Bar> bars, Scale scale, Func<double, string> format)
    {
        var (start, length) = (left + Names, width - Names - Numbers);
        var bottom = top + Heading + (bars.Count * Row) + 2;
        drawing.Text(start, top + 15, title, isBold: true);
        foreach (var tick in scale.Ticks)
        {
            drawing.Line(start + scale.Place(tick, length), top + Heading - 2, start + scale.Place(tick, length), bottom, SvgDrawing.Grid);
        }

        for (var i = 0; i < bars.Count; i++)
        {
            var (server, value) = bars[i];
            var y = top + Heading + (i * Row);
            drawing.Text(start - 8, y + 13, Legend.LabelOf(server), "end");
            drawing.Rectangle(start, y + 2, Math.Max(scale.Place(value.Median, length), 0), Row - 5, Legend.ColourOf(server), corner: 2);
            if (value.Most > value.Least)
            {
                Legend.Whisker(drawing, start + scale.Place(Math.Max(value.Least, 0), length), start + scale.Place(Math.Max(value.Most, 0), length), y + 9.5);
            }

            drawing.Text(start + scale.Place(Math.Max(value.Most, 0), length) + 6, y + 13, format(value.Median));
        }
    }

    /// <summary>The numbers below the last panel of a column.</summary>
    public static void DrawAxis(SvgDrawing drawing, double left, double top, double width, Scale scale, Func<double, string> format, string name)
    {
        var (start, length) = (left + Names, width - Names - Numbers);
        foreach (var tick in scale.Ticks)
        {
            drawing.Text(start + scale.Place(tick, length), top + 4, tick == 0 ? "0" : format(tick), "middle", size: 11, colour: SvgDrawing.Pale);
        }

        drawing.Text(start + (length / 2), top + 22, name, "middle", colour: SvgDrawing.Pale);
    }
}
