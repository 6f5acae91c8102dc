using System.Text;

namespace Chat.Tests.Administration;

/// <summary>Somebody at a terminal who has seen enough after some lines of progress and presses Ctrl+C.</summary>
internal sealed class CancellingWriter(int writes, CancellationTokenSource source) : TextWriter
{
    private int _left = writes;

    public override Encoding Encoding => Encoding.UTF8;

    public bool HasCancelled => _left <= 0;

    public override void Write(char value)
    {
    }

    public override void Write(string? value)
    {
        if (--_left == 0)
        {
            source.Cancel();
        }
    }
}
