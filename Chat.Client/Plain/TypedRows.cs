using System.Globalization;
using System.Text;
using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>
/// The rows at the bottom of a terminal: the prompt with the typed line, and at times rows above it and one under it. They are erased before anything is
/// printed and drawn anew after it. Used by one thread at a time.
/// </summary>
/// <param name="editor">The line being typed.</param>
/// <param name="painter">Draws the rows above it.</param>
/// <param name="rewraps">Whether the terminal wraps rows anew when it becomes narrower, as all but a few do.</param>
internal sealed class TypedRows(LineEditor editor, LinePainter painter, bool rewraps)
{
    private Drawing _drawn;
    private bool _isErased;
    private bool _isStale;

    /// <summary>Takes the rows off the screen; the cursor is where they began then. Of a screen that is in an unknown state, the cursor's row.</summary>
    /// <param name="to">What is going to the terminal.</param>
    /// <param name="width">Cells in a row of the terminal at this moment.</param>
    public void Erase(StringBuilder to, int width)
    {
        if (_isErased)
        {
            return;
        }

        // A terminal that has become narrower has made several rows of one; the cursor has gone along.
        if (RowsAbove(Math.Max(width, 1)) is > 0 and var rows)
        {
            to.Append(CultureInfo.InvariantCulture, $"\u001B[{rows}A");
        }

        to.Append("\r\u001B[J");
        Forget();
    }

    /// <summary>The rows between the first of them and the cursor's.</summary>
    private int RowsAbove(int width)
    {
        var rows = rewraps ? RowOf(_drawn.Row ?? "", _drawn.Column, width) : 0;
        foreach (var above in (_drawn.Above ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            rows += 1 + (rewraps ? RowOf(above, int.MaxValue, width) : 0);
        }

        return rows;
    }

    /// <summary>Nothing of them is on the screen any more, and the cursor is at the beginning of a row.</summary>
    public void Forget()
    {
        _drawn = default;
        _isErased = true;
    }

    /// <summary>Something else may have been written to the screen: they are drawn anew even if they have not changed.</summary>
    public void Doubt() => _isStale = true;

    /// <summary>
    /// Draws them anew unless they stand there already, which is not only cheaper: what is written between a change of the terminal's width
    /// and the word of it that reaches us would be cleared off wrongly.
    /// </summary>
    /// <param name="to">What is going to the terminal.</param>
    /// <param name="prompt">What the person is asked for.</param>
    /// <param name="live">The rows above it.</param>
    /// <param name="width">Cells in a row of the terminal at this moment.</param>
    /// <param name="cells">Those that may be used.</param>
    public void Draw(StringBuilder to, DisplayText prompt, IReadOnlyList<DisplayText> live, int width, int cells)
    {
        var next = Compose(prompt, live, width, cells);
        if (to.Length == 0 && next == _drawn && !_isStale)
        {
            return;
        }

        Erase(to, width);
        foreach (var row in next.Above.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            painter.PaintAside(to, row);
            to.Append('\n');
        }

        to.Append(next.Row);
        if (next.Below.Length > 0)
        {
            to.Append('\n').Append(next.Below).Append("\u001B[A");
        }

        to.Append('\r');
        if (next.Column > 0)
        {
            to.Append(CultureInfo.InvariantCulture, $"\u001B[{next.Column}C");
        }

        _drawn = next;
        _isErased = false;
        _isStale = false;
    }

    private Drawing Compose(DisplayText prompt, IReadOnlyList<DisplayText> live, int width, int cells)
    {
        prompt = editor.Mode?.Prompt(cells * 2 / 3) ?? prompt;
        var promptCells = CellWidth.Of(prompt.Value);
        if (promptCells > cells * 2 / 3)
        {
            prompt = DisplayText.Literal("> ");
            promptCells = 2;
        }

        var view = editor.View(cells - promptCells);
        var below = editor.Mode?.Below(cells) ?? default;
        var above = string.Join('\n', live.Select(row => CellText.Cut(row, cells).Value));
        return new Drawing(above, prompt.Value + view.Shown.Value, promptCells + view.Column, below.Value, width);
    }

    /// <summary>In which row, from 0, the cursor stands when a row is wrapped that was wider.</summary>
    private static int RowOf(string text, int column, int width)
    {
        var row = 0;
        var used = 0;
        var before = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = CellWidth.ClusterLength(text.AsSpan(at));
            var cells = CellWidth.OfCluster(text.AsSpan(at, length));
            if (used + cells > width)
            {
                row++;
                used = 0;
            }

            if (before >= column)
            {
                return row;
            }

            used += cells;
            before += cells;
            at += length;
        }

        // Behind the text there is nothing that would wrap; the cursor stays in its row.
        return row;
    }

    /// <summary>What stands on the screen.</summary>
    /// <param name="Above">The rows above it.</param>
    /// <param name="Row">The prompt and the typed line.</param>
    /// <param name="Column">The cursor's cell.</param>
    /// <param name="Below">The row under it; empty for none.</param>
    /// <param name="Width">How wide the terminal was.</param>
    private readonly record struct Drawing(string Above, string Row, int Column, string Below, int Width);
}
