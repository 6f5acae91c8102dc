using System.Globalization;

namespace Chat.Server.Administration;

/// <summary>Tells how far a command has come: on a terminal in one line that is written over, elsewhere now and then in a line of its own. One thread.</summary>
internal sealed class Progress
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(10);

    private readonly TextWriter _errors;
    private readonly bool _isTerminal;
    private readonly TimeProvider _time;
    private long _last;
    private int _length;

    /// <param name="errors">Where it is written.</param>
    /// <param name="isTerminal">Whether that is a terminal.</param>
    /// <param name="time">The clock.</param>
    public Progress(TextWriter errors, bool isTerminal, TimeProvider time)
    {
        _errors = errors;
        _isTerminal = isTerminal;
        _time = time;
        _last = time.GetTimestamp();
    }

    /// <summary>Tells it, when it is time to; as often as one likes.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="done">How much of it.</param>
    /// <param name="total">How much there is; 0 when nobody knows.</param>
    public void Report(string what, long done, long total)
    {
        if (_time.GetElapsedTime(_last) < (_isTerminal ? OnTerminal : Elsewhere))
        {
            return;
        }

        _last = _time.GetTimestamp();
        var line = string.Create(CultureInfo.InvariantCulture, $"{what}{(done > 0 ? $" {done:N0}" : "")}{(total > 0 ? $" of {total:N0}, {100 * done / total} %" : "")}");
        if (_isTerminal)
        {
            _errors.Write('\r' + line.PadRight(_length));
            _length = line.Length;
        }
        else
        {
            _errors.WriteLine(line);
        }
    }

    /// <summary>Takes the line off the terminal, before something else is written.</summary>
    public void Clear()
    {
        if (_length > 0)
        {
            _errors.Write('\r' + new string(' ', _length) + '\r');
            _length = 0;
        }
    }
}
