using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace Chat.Server.Diagnostics;

/// <summary>
/// A log event as one line for people: <c>2026-01-31T12:00:00.000Z WRN message Property=value</c>. An exception follows on lines that begin
/// with blanks, so that nothing in one can pass for a log line.
/// </summary>
internal sealed class LineFormatter : ITextFormatter
{
    private const int MaxLine = 4096;
    private const int MaxExceptions = 8;

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Write(' ');
        output.Write(Level(logEvent.Level));
        output.Write(' ');
        output.WriteLine(Escape.Text(Message(logEvent), MaxLine));
        var depth = 0;
        for (var error = logEvent.Exception; error is not null && depth < MaxExceptions; error = error.InnerException, depth++)
        {
            Write(error, output);
        }
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "VRB",
        LogEventLevel.Debug => "DBG",
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        LogEventLevel.Error => "ERR",
        _ => "FTL",
    };

    private static string Message(LogEvent logEvent)
    {
        using var text = new StringWriter(new StringBuilder(128), CultureInfo.InvariantCulture);
        logEvent.RenderMessage(text, CultureInfo.InvariantCulture);
        foreach (var (name, value) in logEvent.Properties)
        {
            if (!IsInMessage(logEvent.MessageTemplate, name))
            {
                text.Write(' ');
                text.Write(name);
                text.Write('=');
                value.Render(text, null, CultureInfo.InvariantCulture);
            }
        }

        return text.ToString();
    }

    private static bool IsInMessage(MessageTemplate template, string name)
    {
        foreach (var token in template.Tokens)
        {
            if (token is PropertyToken property && property.PropertyName == name)
            {
                return true;
            }
        }

        return false;
    }

    private static void Write(Exception error, TextWriter output)
    {
        output.Write("    ");
        output.Write(error.GetType().FullName);
        output.Write(": ");
        output.WriteLine(Escape.Text(error.Message, MaxLine));
        foreach (var line in error.StackTrace.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
            {
                output.Write("      ");
                output.WriteLine(Escape.Text(line.Trim().ToString(), MaxLine));
            }
        }
    }
}
