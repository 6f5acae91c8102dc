using System.Collections.Concurrent;
using Chat.Server.Diagnostics;
using Serilog.Core;
using Serilog.Events;

namespace Chat.Tests.Support;

/// <summary>Keeps what is logged, from the lowest level on. Any thread.</summary>
internal sealed class LogLines : ILogEventSink
{
    private readonly ConcurrentQueue<(LogEventLevel Level, string Text)> _lines = [];

    public LogLines()
    {
        Logger = LogPipeline.Configure(LogEventLevel.Verbose).WriteTo.Sink(this).CreateLogger();
    }

    public Logger Logger { get; }

    public IReadOnlyList<(LogEventLevel Level, string Text)> All => [.. _lines];

    public void Emit(LogEvent logEvent) => _lines.Enqueue((logEvent.Level, logEvent.RenderMessage()));
}
