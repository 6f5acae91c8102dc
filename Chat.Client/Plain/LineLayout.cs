using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>
/// Lines of text for what is to be shown. What does not fit in the first row, and every further line of a message, is indented: nothing that
/// somebody writes can look like the beginning of another line.
/// </summary>
internal static class LineLayout
{
    private const int MaxIndent = 24;
    private const int LeastText = 16;

    /// <summary>The rows of a line.</summary>
    /// <param name="line">What is to be shown.</param>
    /// <param name="width">Cells in a row; null: rows are as long as they are.</param>
    public static IReadOnlyList<DisplayText> Rows(ChatLine line, int? width)
    {
        var head = LineHead.Of(line).Text;
        var headWidth = CellWidth.Of(head.Value);
        var indent = Math.Clamp(headWidth, 2, width is { } cells ? Math.Max(2, Math.Min(MaxIndent, cells - LeastText)) : MaxIndent);
        var rows = new List<DisplayText>();
        for (var i = 0; i < line.Text.Count; i++)
        {
            var first = i == 0 ? head : DisplayText.Literal(new string(' ', indent));
            var further = line.Kind == LineKind.Answer ? Column(line.Text[i], i == 0 ? headWidth : indent, indent, width) : indent;
            Wrap(rows, DisplayText.Format($"{first}{line.Text[i]}"), further, width, line.Kind == LineKind.Answer);
        }

        return rows;
    }

    /// <summary>Where the rest of a row goes on: under its second column where it has one and there is room, or else a little to the right.</summary>
    private static int Column(DisplayText text, int before, int indent, int? width)
    {
        var all = text.Value.AsSpan();
        var start = all.Length - all.TrimStart(' ').Length;
        if (all[start..].IndexOf("  ", StringComparison.Ordinal) is >= 0 and var gap)
        {
            var behind = all[(start + gap)..];
            var column = before + CellWidth.Of(all[..(start + gap)]) + behind.Length - behind.TrimStart(' ').Length;
            if (width - column >= LeastText)
            {
                return column;
            }
        }

        return indent + Math.Min(start, 8) + 2;
    }

    private static void Wrap(List<DisplayText> rows, DisplayText text, int indent, int? width, bool keepsColumns)
    {
        if (width is not { } cells || CellWidth.Of(text.Value) <= cells)
        {
            rows.Add(text);
            return;
        }

        var start = 0;
        while (start < text.Value.Length)
        {
            var room = start > 0 ? cells - indent : cells;
            var end = Fit(text.Value, start, Math.Max(room, 2), cells - indent, keepsColumns);
            var piece = text.Slice(start, end - start);
            rows.Add(start == 0 ? piece : DisplayText.Format($"{DisplayText.Literal(new string(' ', indent))}{piece}"));
            start = end;
            while (start < text.Value.Length && text.Value[start] == ' ')
            {
                start++;
            }
        }
    }

    /// <summary>
    /// Where the row that begins at <paramref name="start"/> ends: after a word; or in one that the next row has no room for either, and which
    /// would leave this row nearly empty if it moved there. With columns, rather where one ends, if that leaves no more than half of the row empty.
    /// </summary>
    private static int Fit(string text, int start, int cells, int nextCells, bool keepsColumns)
    {
        var used = 0;
        var at = start;
        var space = -1;
        var gap = -1;
        while (at < text.Length)
        {
            var length = CellWidth.ClusterLength(text.AsSpan(at));
            used += CellWidth.OfCluster(text.AsSpan(at, length));
            if (used > cells)
            {
                var fits = text[at] == ' ' || space <= start || WordCells(text, space, nextCells) <= nextCells;
                return !fits || space <= start ? (at > start ? at : at + length)
                    : keepsColumns && (gap - start) * 2 > space - start ? gap
                    : space;
            }

            if (text[at] == ' ' && at > start && text[at - 1] != ' ')
            {
                space = at;
                gap = at + 1 < text.Length && text[at + 1] == ' ' ? at : gap;
            }

            at += length;
        }

        return text.Length;
    }

    /// <summary>The cells of the word after the spaces at a place; counted no further than it matters.</summary>
    private static int WordCells(string text, int at, int enough)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        var cells = 0;
        while (at < text.Length && text[at] != ' ' && cells <= enough)
        {
            var length = CellWidth.ClusterLength(text.AsSpan(at));
            cells += CellWidth.OfCluster(text.AsSpan(at, length));
            at += length;
        }

        return cells;
    }
}
