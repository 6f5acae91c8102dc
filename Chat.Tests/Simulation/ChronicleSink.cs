using Serilog.Core;
using Serilog.Events;

namespace Chat.Tests.Simulation;

/// <summary>The server's own log lines among the lines of the run.</summary>
internal sealed class ChronicleSink : ILogEventSink
{
    private readonly Chronicle _chronicle;

    public ChronicleSink(Chronicle chronicle)
    {
        _chronicle = chronicle;
    }

    public void Emit(LogEvent logEvent) =>
        _chronicle.Note("server", logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture) + (logEvent.Exception is { } e ? " " + e.Message : ""));
}
