using System.Text;
using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>
/// Rows of lines in colours: a nick in its own, mentions of us stand out, what is nobody's words steps back. A line says the same without any.
/// </summary>
internal sealed class LinePainter(ColourDepth depth)
{
    private const string Dim = "2";
    private const string Bold = "1";
    private const string Red = "31";
    private const string Marked = "1;7";

    /// <summary>Writes one row of a line, without a line end.</summary>
    /// <param name="to">What is going to the terminal.</param>
    /// <param name="line">The line.</param>
    /// <param name="row">The row, as <see cref="LineLayout.Rows"/> gives it.</param>
    /// <param name="index">Which row of the line it is, from 0.</param>
    public void Paint(StringBuilder to, ChatLine line, DisplayText row, int index)
    {
        if (depth == ColourDepth.None)
        {
            to.Append(row.Value);
            return;
        }

        var head = LineHead.Of(line);
        if (index > 0 || head.Nick.IsEmpty || !row.Value.StartsWith(head.Text.Value, StringComparison.Ordinal))
        {
            Text(to, line, row.Value);
            return;
        }

        Styled(to, head.Time.Value + head.Before.Value, Dim);
        Styled(to, head.Nick.Value, line.IsOwn ? Bold : NickColours.Of(head.Nick.Value, depth));
        Styled(to, head.After.Value, Dim);
        Text(to, line, row.Value[head.Text.Value.Length..]);
    }

    /// <summary>Writes a row that is nobody's words.</summary>
    public void PaintAside(StringBuilder to, string row) => Styled(to, row, depth == ColourDepth.None ? "" : Dim);

    private static void Text(StringBuilder to, ChatLine line, string text)
    {
        var style = line.Kind switch
        {
            LineKind.Error => Red,
            LineKind.Divider => Red,
            LineKind.Heading => Bold,
            LineKind.Status or LineKind.DayChange or LineKind.Presence or LineKind.Event or LineKind.Reactions => Dim,
            _ when line.IsForUs => Bold,
            _ => "",
        };
        if (!line.Quote.IsEmpty && text.TrimStart(' ').StartsWith(ChatLine.QuoteMark, StringComparison.Ordinal))
        {
            style = Dim;
        }

        var from = 0;
        while (Next(line, text, from) is (var at, var length))
        {
            Styled(to, text[from..at], style);
            Styled(to, text.Substring(at, length), Marked);
            from = at + length;
        }

        Styled(to, text[from..], style);
    }

    /// <summary>The next place where we are named.</summary>
    private static (int At, int Length)? Next(ChatLine line, string text, int from)
    {
        (int At, int Length)? next = null;
        foreach (var mention in line.Mentions)
        {
            var at = text.IndexOf(mention.Value, from, StringComparison.Ordinal);
            if (at >= 0 && (next is not { } found || at < found.At || (at == found.At && mention.Value.Length > found.Length)))
            {
                next = (at, mention.Value.Length);
            }
        }

        return next;
    }

    private static void Styled(StringBuilder to, string text, string style)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (style.Length == 0)
        {
            to.Append(text);
        }
        else
        {
            to.Append("\u001B[").Append(style).Append('m').Append(text).Append("\u001B[0m");
        }
    }
}
