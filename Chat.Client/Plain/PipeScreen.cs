using System.Text;
using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>Plain lines for a pipe or a file: what is said and asked for goes out, everything else beside it. No prompt, and no escape codes unless colours are asked for.</summary>
/// <param name="output">Where data goes.</param>
/// <param name="errors">Where the rest goes.</param>
/// <param name="colour">How far lines may differ in more than their words.</param>
/// <param name="hasPerson">It is a terminal after all, of which nothing is known.</param>
internal sealed class PipeScreen(TextWriter output, TextWriter errors, ColourDepth colour = ColourDepth.None, bool hasPerson = false) : ILineScreen
{
    private readonly LinePainter _painter = new(colour);
    private readonly StringBuilder _row = new();

    public bool IsGone { get; private set; }

    public bool FollowsRoom => hasPerson;

    public int? Cells => null;

    public void Print(ChatLine line)
    {
        var rows = LineLayout.Rows(line, null);
        for (var i = 0; i < rows.Count; i++)
        {
            _painter.Paint(_row.Clear(), line, rows[i], i);
            Try(line.IsData ? output : errors, to => to.Write(_row.Append('\n')));
        }
    }

    public void Refresh(DisplayText prompt, IReadOnlyList<DisplayText> live)
    {
        Try(output, static to => to.Flush());
        Try(errors, static to => to.Flush());
    }

    /// <summary>What went into a pipe stays there.</summary>
    public void Clear()
    {
    }

    public void Close() => Refresh(default, []);

    private void Try(TextWriter to, Action<TextWriter> write)
    {
        try
        {
            write(to);
        }
        catch (IOException)
        {
            // The reader of the pipe has ended, as head does when it has seen enough: there is nobody to tell.
            IsGone = true;
        }
    }
}
