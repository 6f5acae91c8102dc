using System.Text;
using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>
/// A terminal with the typed line at the bottom: what comes is printed above it, and the line is drawn anew below. Everything of one
/// step is written at once, so that nothing flickers.
/// </summary>
/// <param name="output">The terminal.</param>
/// <param name="editor">The line being typed.</param>
/// <param name="width">Its width in cells at this moment.</param>
/// <param name="colour">Whether lines may differ in more than their words.</param>
/// <param name="rewraps">Whether the terminal wraps rows anew when it becomes narrower, as all but a few do.</param>
internal sealed class TerminalScreen(TextWriter output, LineEditor editor, Func<int> width, bool colour, bool rewraps = true) : ILineScreen
{
    private const string PasteOn = "\u001B[?2004h";
    private const string PasteOff = "\u001B[?2004l";
    private const int LeastWidth = 20;

    private readonly StringBuilder _pending = new(PasteOn);
    private readonly TypedRows _typed = new(editor, rewraps);
    private DateOnly? _day;

    /// <summary>A terminal that goes says so by a signal.</summary>
    public bool IsGone => false;

    public void Print(ChatLine line)
    {
        var now = width();
        var cells = Cells(now);
        _typed.Erase(_pending, now);
        if (line.Time is { } time && DateOnly.FromDateTime(time.DateTime) is var day && day != _day)
        {
            if (_day is not null)
            {
                Print(DisplayText.Format($"\u2500\u2500\u2500 {time:dddd, d MMMM yyyy} \u2500\u2500\u2500"), LineKind.Status, false);
            }

            _day = day;
        }

        foreach (var row in LineLayout.Rows(line, cells))
        {
            Print(row, line.Kind, line.IsForUs);
        }
    }

    public void Refresh(DisplayText prompt)
    {
        var now = width();
        _typed.Draw(_pending, prompt, now, Cells(now));
        Write();
    }

    /// <summary>Something else may have been written to the terminal: the next <see cref="Refresh"/> draws the line anew in any case.</summary>
    public void Doubt() => _typed.Doubt();

    /// <summary>Wipes the screen; the next <see cref="Refresh"/> draws the line at its top.</summary>
    public void Clear()
    {
        _pending.Append("\u001B[H\u001B[2J");
        _typed.Forget();
    }

    public void Close()
    {
        _typed.Erase(_pending, width());
        _pending.Append(PasteOff);
        Write();
    }

    /// <summary>The last column stays free: writing into it means a new line to some terminals and not to others.</summary>
    private static int Cells(int width) => Math.Max(width - 1, LeastWidth);

    private void Print(DisplayText row, LineKind kind, bool isForUs)
    {
        var style = !colour ? "" : kind switch
        {
            LineKind.Error => "\u001B[31m",
            LineKind.Status or LineKind.Presence => "\u001B[2m",
            _ => isForUs ? "\u001B[1m" : "",
        };
        _pending.Append(style).Append(row.Value).Append(style.Length > 0 ? "\u001B[0m\n" : "\n");
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
