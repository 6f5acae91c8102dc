using Chat.Client.Terminal;

namespace Chat.Client.Plain.Editing;

/// <summary>Places in a text: those between grapheme clusters, and the ends of words.</summary>
internal static class Clusters
{
    /// <summary>The place before the cluster that ends at <paramref name="at"/>.</summary>
    public static int Before(string text, int at)
    {
        // A cluster can only be found from its beginning; the nearest sure one is at a line feed or at the start.
        var start = at > 0 ? text.LastIndexOf('\n', at - 1) + 1 : 0;
        if (start == at)
        {
            return Math.Max(0, at - 1);
        }

        while (start < at)
        {
            var next = start + CellWidth.ClusterLength(text.AsSpan(start));
            if (next >= at)
            {
                break;
            }

            start = next;
        }

        return start;
    }

    /// <summary>The place after the cluster that begins at <paramref name="at"/>.</summary>
    public static int After(string text, int at) => at < text.Length ? at + CellWidth.ClusterLength(text.AsSpan(at)) : at;

    /// <summary>The beginning of the word before or around a place; letters and digits make words.</summary>
    public static int WordBefore(string text, int at)
    {
        while (at > 0 && !EndsWord(text, at))
        {
            at = Before(text, at);
        }

        while (at > 0 && EndsWord(text, at))
        {
            at = Before(text, at);
        }

        return at;
    }

    /// <summary>The end of the word after or around a place.</summary>
    public static int WordAfter(string text, int at)
    {
        while (at < text.Length && !BeginsWord(text, at))
        {
            at = After(text, at);
        }

        while (at < text.Length && BeginsWord(text, at))
        {
            at = After(text, at);
        }

        return at;
    }

    /// <summary>The place after the space before a place, as shells cut words.</summary>
    public static int SpaceBefore(string text, int at)
    {
        while (at > 0 && char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }

        while (at > 0 && !char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }

        return at;
    }

    private static bool EndsWord(string text, int at) => BeginsWord(text, Before(text, at));

    private static bool BeginsWord(string text, int at) => System.Text.Rune.TryGetRuneAt(text, at, out var rune) && System.Text.Rune.IsLetterOrDigit(rune);
}
