namespace Chat.Bench.Measuring;

/// <summary>What is going on, for somebody who waits: a line that changes on a terminal, a line each elsewhere. On standard error, so that it is in no report.</summary>
internal sealed class ProgressLine
{
    private readonly TextWriter _output;
    private readonly bool _isTerminal;
    private int _width;

    public ProgressLine(TextWriter output, bool isTerminal)
    {
        _output = output;
        _isTerminal = isTerminal;
    }

    public static ProgressLine OfConsole() => new(Console.Error, !Console.IsErrorRedirected);

    public void Show(string text)
    {
        if (_isTerminal)
        {
            _output.Write($"\r{text.PadRight(_width)}");
            _width = text.Length;
        }
        else
        {
            _output.WriteLine(text);
        }
    }

    /// <summary>What comes next is a line of its own.</summary>
    public void End()
    {
        if (_width > 0)
        {
            _output.WriteLine();
            _width = 0;
        }
    }
}
