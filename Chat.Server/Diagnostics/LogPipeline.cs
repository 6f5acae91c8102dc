using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Chat.Server.Diagnostics;

/// <summary>Puts the logger together: level, escaping, form, and stderr as the place. The caller disposes of it, after all who log.</summary>
internal static class LogPipeline
{
    /// <summary>Lines that wait for their place at the most; what comes on top of them is left out.</summary>
    public const int MaxWaiting = 10_000;

    /// <summary>A logger that writes to stderr.</summary>
    /// <param name="level">The least level that is written.</param>
    /// <param name="format">How lines look.</param>
    /// <returns>The logger.</returns>
    public static Logger ToConsole(LogEventLevel level, LogFormat format) => InBackground(
        Configure(level), to => to.Console(Formatter(format), standardErrorFromLevel: LogEventLevel.Verbose));

    /// <summary>A logger that never waits for the place it writes to: a terminal that was stopped, or a pipe that nobody reads, must not stop the chat.</summary>
    /// <param name="configuration">Level and escaping.</param>
    /// <param name="place">Where lines go, on a thread of its own.</param>
    /// <returns>The logger. Disposing of it writes what waits.</returns>
    public static Logger InBackground(LoggerConfiguration configuration, Action<LoggerSinkConfiguration> place) =>
        configuration.WriteTo.Async(place, MaxWaiting, blockWhenFull: false).CreateLogger();

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
