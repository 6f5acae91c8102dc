using Chat.Bench.Peers.Results;

namespace Chat.Bench.Peers.Plots;

/// <summary>The drawings of a comparison as files.</summary>
internal static class PlotFiles
{
    /// <summary>Writes all that there are figures for. Returns their paths.</summary>
    public static IReadOnlyList<string> Write(Comparison comparison, string folder)
    {
        Directory.CreateDirectory(folder);
        var written = new List<string>();
        foreach (var (name, drawing) in new[]
        {
            ("fanout-rate.svg", RatePlot.Draw(comparison)),
            ("fanout-cost.svg", CostPlot.Draw(comparison)),
            ("connection-memory.svg", MemoryPlot.Draw(comparison)),
        })
        {
            if (drawing is not null)
            {
                written.Add(Path.Combine(folder, name));
                File.WriteAllText(written[^1], drawing.ToString());
            }
        }

        return written;
    }
}
