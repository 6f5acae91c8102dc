using System.Globalization;
using System.Text;
using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>
/// The rows at the bottom of a terminal: the prompt with the typed line, and at times a row under it. They are erased before anything is
/// printed and drawn anew after it. Used by one thread at a time.
/// </summary>
/// <param name="editor">The line being typed.</param>
/// <param name="rewraps">Whether the terminal wraps rows anew when it becomes narrower, as all but a few do.</param>
internal sealed class TypedRows(LineEditor editor, bool rewraps)
{
    private string _drawn = "";
    private int _column;
    private bool _isErased;

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
        if (rewraps && RowOf(_drawn, _column, Math.Max(width, 1)) is > 0 and var rows)
        {
            to.Append(CultureInfo.InvariantCulture, $"\u001B[{rows}A");
        }

        to.Append("\r\u001B[J");
        Forget();
    }

    /// <summary>Nothing of them is on the screen any more, and the cursor is at the beginning of a row.</summary>
    public void Forget()
    {
        _drawn = "";
        _column = 0;
        _isErased = true;
    }

    /// <summary>Draws them where the cursor is, at the beginning of a row.</summary>
    /// <param name="to">What is going to the terminal.</param>
    /// <param name="prompt">What the person is asked for.</param>
    /// <param name="cells">Cells that a row may take.</param>
    public void Draw(StringBuilder to, DisplayText prompt, int cells)
    {
        var shownPrompt = editor.Mode?.Prompt(cells * 2 / 3) ?? prompt;
        var promptCells = CellWidth.Of(shownPrompt.Value);
        if (promptCells > cells * 2 / 3)
        {
            shownPrompt = DisplayText.Literal("> ");
            promptCells = 2;
        }

        var view = editor.View(cells - promptCells);
        _drawn = shownPrompt.Value + view.Shown.Value;
        _column = promptCells + view.Column;
        _isErased = false;
        to.Append(_drawn);
        if (editor.Mode?.Below(cells) is { IsEmpty: false } below)
        {
            to.Append('\n').Append(below.Value).Append("\u001B[A");
        }

        to.Append('\r');
        if (_column > 0)
        {
            to.Append(CultureInfo.InvariantCulture, $"\u001B[{_column}C");
        }
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
}
