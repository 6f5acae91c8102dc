using Chat.Bench.Peers.Results;

namespace Chat.Bench.Peers.Plots;

/// <summary>What a connection that only waits takes of the server's memory.</summary>
internal static class MemoryPlot
{
    private const double Width = 760;
    private const double Top = 70;

    public static SvgDrawing? Draw(Comparison comparison)
    {
        var entries = comparison.Entries.Where(static entry => entry.Shape == Summary.Idle).ToArray();
        var bars = entries.Select(static entry => new Bar(entry.Server, entry.BytesPerConnection)).ToArray();
        if (bars.Length == 0)
        {
            return null;
        }

        var connections = entries.Max(static entry => entry.Connections);
        var drawing = new SvgDrawing(Width, Top + BarPanel.HeightWithAxis(bars.Length), "Memory of a connection");
        Legend.Draw(drawing, 20, 56, bars.Select(static bar => bar.Server));
        var scale = Scale.For(bars.Max(static bar => bar.Value.Most), 5);
        BarPanel.Draw(drawing, 10, Top, Width - 20, $"{connections:N0} connections in rooms of 10", bars, scale, Quantity.Bytes);
        BarPanel.DrawAxis(drawing, 10, Top + BarPanel.HeightOf(bars.Length), Width - 20, scale, Quantity.Bytes, "bytes of the process, for each connection");
        return drawing;
    }
}
