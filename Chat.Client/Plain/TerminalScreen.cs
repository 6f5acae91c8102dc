using System.Text;
using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>
/// A terminal with the typed line at the bottom: what comes is printed above it, and the line is drawn anew below. Everything of one
/// step is written at once, so that nothing flickers.
/// </summary>
/// <param name="output">The terminal.</param>
/// <param name="editor">The line being typed.</param>
/// <param name="width">Its width in cells at this moment.</param>
/// <param name="colour">How far lines may differ in more than their words.</param>
/// <param name="rewraps">Whether the terminal wraps rows anew when it becomes narrower, as all but a few do.</param>
/// <param name="today">The day it is now: lines of another day say which. Null: that of the first line.</param>
/// <param name="height">Its rows at this moment; null: as many as the least of terminals has.</param>
internal sealed class TerminalScreen(
    TextWriter output, LineEditor editor, Func<int> width, ColourDepth colour, bool rewraps = true, DateOnly? today = null, Func<int>? height = null) : ILineScreen
{
    private const string PasteOn = "\u001B[?2004h";
    private const string PasteOff = "\u001B[?2004l";
    private const int LeastWidth = 20;
    private const int LeastHeight = 24;

    /// <summary>Lines that can be drawn anew: more than are seen on any screen.</summary>
    private const int MostLines = 200;

    private readonly StringBuilder _pending = new(PasteOn);
    private readonly TypedRows _typed = new(editor, new LinePainter(colour), rewraps);
    private readonly LinePainter _painter = new(colour);
    private readonly Queue<ChatLine> _printed = new();
    private DateOnly? _day = today;

    /// <summary>A terminal that goes says so by a signal.</summary>
    public bool IsGone => false;

    public bool FollowsRoom => true;

    int? ILineScreen.Cells => Cells(width());

    public void Print(ChatLine line)
    {
        var now = width();
        var cells = Cells(now);
        _typed.Erase(_pending, now);
        if (line.Time is { } time && DateOnly.FromDateTime(time.DateTime) is var day && day != _day)
        {
            if (_day is not null)
            {
                PrintRows(ChatLine.Of(LineKind.DayChange, DisplayText.Format($"{time:dddd, d MMMM yyyy}")), cells);
            }

            _day = day;
        }

        PrintRows(line, cells);
    }

    public void Refresh(DisplayText prompt, IReadOnlyList<DisplayText>? live = null)
    {
        var now = width();
        _typed.Draw(_pending, prompt, live ?? [], now, Cells(now));
        Write();
    }

    /// <summary>Something else may have been written to the terminal: the next <see cref="Refresh"/> draws the line anew in any case.</summary>
    public void Doubt() => _typed.Doubt();

    /// <summary>Wipes the screen; the next <see cref="Refresh"/> draws the line at its top.</summary>
    public void Clear()
    {
        _printed.Clear();
        Wipe();
    }

    /// <summary>Draws anew what can be seen, from the top: as much of it as there is room for above the typed line.</summary>
    public void Redraw()
    {
        Wipe();
        var cells = Cells(width());
        var surplus = 1 - Math.Max(height?.Invoke() ?? LeastHeight, 2);
        var seen = new Stack<(ChatLine Line, IReadOnlyList<DisplayText> Rows)>();
        foreach (var line in _printed.Reverse().TakeWhile(_ => surplus < 0))
        {
            var rows = LineLayout.Rows(line, cells);
            surplus += rows.Count;
            seen.Push((line, rows));
        }

        foreach (var (line, rows) in seen)
        {
            Paint(line, rows, from: Math.Max(surplus, 0));
            surplus = 0;
        }
    }

    public void Close()
    {
        _typed.Erase(_pending, width());
        _pending.Append(PasteOff);
        Write();
    }

    /// <summary>The last column stays free: writing into it means a new line to some terminals and not to others.</summary>
    private static int Cells(int width) => Math.Max(width - 1, LeastWidth);

    private void PrintRows(ChatLine line, int cells)
    {
        _printed.Enqueue(line);
        if (_printed.Count > MostLines)
        {
            _printed.Dequeue();
        }

        Paint(line, LineLayout.Rows(line, cells), from: 0);
    }

    private void Wipe()
    {
        _pending.Append("\u001B[H\u001B[2J");
        _typed.Forget();
    }

    private void Paint(ChatLine line, IReadOnlyList<DisplayText> rows, int from)
    {
        for (var i = from; i < rows.Count; i++)
        {
            _painter.Paint(_pending, line, rows[i], i);
            _pending.Append('\n');
        }
    }

    private void Write()
    {
        if (_pending.Length == 0)
        {
            return;
        }

        output.Write(_pending);
        output.Flush();
        _pending.Clear();
    }
}
