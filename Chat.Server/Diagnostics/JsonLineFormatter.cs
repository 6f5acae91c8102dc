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
        Escape.WriteJson(output, written.ToString().AsSpan().TrimEnd());
        output.WriteLine();
    }
}
