using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Chat.Server.Diagnostics;

/// <summary>Puts the logger together: level, escaping, form, and stderr as the place. The caller disposes of it, after all who log.</summary>
internal static class LogPipeline
{
    /// <summary>A logger that writes to stderr.</summary>
    /// <param name="level">The least level that is written.</param>
    /// <param name="format">How lines look.</param>
    /// <returns>The logger.</returns>
    public static Logger ToConsole(LogEventLevel level, LogFormat format) =>
        Configure(level).WriteTo.Console(Formatter(format), standardErrorFromLevel: LogEventLevel.Verbose).CreateLogger();

    /// <summary>Level and escaping, without a place to write to.</summary>
    /// <param name="level">The least level that is written.</param>
    /// <returns>A configuration to add sinks to.</returns>
    public static LoggerConfiguration Configure(LogEventLevel level) =>
        new LoggerConfiguration().MinimumLevel.Is(level).Enrich.With(new EscapingEnricher());

    /// <summary>What writes events in a form.</summary>
    /// <param name="format">The form.</param>
    /// <returns>The formatter; it has no state.</returns>
    public static ITextFormatter Formatter(LogFormat format) =>
        format == LogFormat.Json ? new JsonLineFormatter() : new LineFormatter();
}
