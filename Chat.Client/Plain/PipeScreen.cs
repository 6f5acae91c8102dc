using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>Plain lines for a pipe or a file: what is said and asked for goes out, everything else beside it. No escape codes, no prompt.</summary>
internal sealed class PipeScreen(TextWriter output, TextWriter errors) : ILineScreen
{
    public void Print(ChatLine line)
    {
        var to = line.IsData ? output : errors;
        foreach (var row in LineLayout.Rows(line, null))
        {
            to.Write(row.Value);
            to.Write('\n');
        }
    }

    public void Refresh(DisplayText prompt)
    {
        output.Flush();
        errors.Flush();
    }

    public void Close() => Refresh(default);
}
