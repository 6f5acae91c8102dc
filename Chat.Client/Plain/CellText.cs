using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>Text in so many cells.</summary>
internal static class CellText
{
    private static readonly DisplayText Ellipsis = DisplayText.Literal("\u2026");

    /// <summary>The beginning of a text, with an ellipsis when not all of it fits.</summary>
    public static DisplayText Cut(DisplayText text, int cells)
    {
        if (CellWidth.Of(text.Value) <= cells)
        {
            return text;
        }

        return cells < 1 ? default : DisplayText.Join("", [text.Slice(0, Fit(text.Value, cells - 1)), Ellipsis]);
    }

    /// <summary>Chars from the beginning of a text that fit in so many cells.</summary>
    private static int Fit(string text, int cells)
    {
        var at = 0;
        while (at < text.Length)
        {
            var length = CellWidth.ClusterLength(text.AsSpan(at));
            cells -= CellWidth.OfCluster(text.AsSpan(at, length));
            if (cells < 0)
            {
                break;
            }

            at += length;
        }

        return at;
    }
}
