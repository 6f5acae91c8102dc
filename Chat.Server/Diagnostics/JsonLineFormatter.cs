using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;

namespace Chat.Server.Diagnostics;

/// <summary>
/// A log event as one line of compact JSON. The compact form leaves all above U+001F as it is; here what a terminal would act on is written as
/// a JSON escape too, which means the same to a parser.
/// </summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private readonly CompactJsonFormatter _compact = new();

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var written = new StringWriter(new StringBuilder(256), CultureInfo.InvariantCulture);
        _compact.Format(logEvent, written);
        var json = written.ToString().AsSpan().TrimEnd();
        for (var at = Escape.IndexOfUnsafe(json); at >= 0; at = Escape.IndexOfUnsafe(json))
        {
            output.Write(json[..at]);
            _ = Rune.DecodeFromUtf16(json[at..], out var rune, out var length);
            foreach (var unit in length == 1 && char.IsSurrogate(json[at]) ? "\ufffd" : rune.ToString())
            {
                output.Write(@"\u");
                output.Write(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
            }

            json = json[(at + length)..];
        }

        output.Write(json);
        output.WriteLine();
    }
}
