using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>Plain lines for a pipe or a file: what is said and asked for goes out, everything else beside it. No escape codes, no prompt.</summary>
internal sealed class PipeScreen(TextWriter output, TextWriter errors) : ILineScreen
{
    public bool IsGone { get; private set; }

    public void Print(ChatLine line)
    {
        foreach (var row in LineLayout.Rows(line, null))
        {
            Try(line.IsData ? output : errors, row, static (to, text) =>
            {
                to.Write(text.Value);
                to.Write('\n');
            });
        }
    }

    public void Refresh(DisplayText prompt)
    {
        Try(output, default, static (to, _) => to.Flush());
        Try(errors, default, static (to, _) => to.Flush());
    }

    /// <summary>What went into a pipe stays there.</summary>
    public void Clear()
    {
    }

    public void Close() => Refresh(default);

    private void Try(TextWriter to, DisplayText text, Action<TextWriter, DisplayText> write)
    {
        try
        {
            write(to, text);
        }
        catch (IOException)
        {
            // The reader of the pipe has ended, as head does when it has seen enough: there is nobody to tell.
            IsGone = true;
        }
    }
}
