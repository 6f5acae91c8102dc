using Chat.Bench.Peers.Results;

namespace Chat.Bench.Peers.Plots;

/// <summary>What servers look like in all drawings: ours stand out, the limit is grey, and the others have their names beside them.</summary>
internal static class Legend
{
    private const string Others = "#c69026";
    private const string Limit = "#848d97";

    private static readonly Dictionary<string, (string Label, string Colour)> Ours = new(StringComparer.Ordinal)
    {
        ["chatd-memory"] = ("chatd, memory", "#0969da"),
        ["chatd-sqlite"] = ("chatd, sqlite", "#0a3069"),
        ["chatd-native"] = ("chatd, native", "#54aeff"),
        ["chatd-native-sqlite"] = ("chatd, native, sqlite", "#1b6ac9"),
    };

    public static string LabelOf(string server) => Ours.TryGetValue(server, out var its) ? its.Label : server;

    public static string ColourOf(string server) => Ours.TryGetValue(server, out var its) ? its.Colour : server == Summary.Limit ? Limit : Others;

    /// <summary>Explains the colours of all that are shown, in one line.</summary>
    public static void Draw(SvgDrawing drawing, double x, double y, IEnumerable<string> servers)
    {
        var shown = servers.Distinct().ToArray();
        var entries = shown.Where(Ours.ContainsKey).Select(static server => (LabelOf(server), ColourOf(server)))
            .Concat(shown.Where(static server => server == Summary.Limit).Select(static _ => ("limit of one core", Limit)))
            .Concat(shown.Where(static server => ColourOf(server) == Others).Take(1).Select(static _ => ("other servers", Others)));
        foreach (var (label, colour) in entries)
        {
            drawing.Rectangle(x, y - 10, 12, 12, colour, corner: 2);
            drawing.Text(x + 18, y, label, colour: SvgDrawing.Pale);
            x += 42 + (label.Length * 6.5);
        }

        Whisker(drawing, x, x + 16, y - 4);
        drawing.Text(x + 24, y, "range of the rounds", colour: SvgDrawing.Pale);
    }

    /// <summary>A range along a bar.</summary>
    public static void Whisker(SvgDrawing drawing, double from, double to, double y)
    {
        drawing.Line(from, y, to, y, SvgDrawing.Ink);
        drawing.Line(from, y - 3, from, y + 3, SvgDrawing.Ink);
        drawing.Line(to, y - 3, to, y + 3, SvgDrawing.Ink);
    }
}
