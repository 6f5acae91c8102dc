using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Chat.Client.State;

/// <summary>Makes <see cref="DisplayText"/> of an interpolated string: the literals are ours, every hole is cleaned.</summary>
[InterpolatedStringHandler]
internal readonly ref struct DisplayTextHandler
{
    private readonly StringBuilder _text;

    public DisplayTextHandler(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string own) => _text.Append(own);

    public void AppendFormatted(DisplayText clean) => _text.Append(clean.Value);

    public void AppendFormatted(string? untrusted) => _text.Append(DisplayText.Of(untrusted).Value);

    public void AppendFormatted(long number) => _text.Append(number);

    public void AppendFormatted(DateTimeOffset time, string format) =>
        _text.Append(time.ToString(format, CultureInfo.InvariantCulture));

    internal string ToStringAndClear()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }
}
