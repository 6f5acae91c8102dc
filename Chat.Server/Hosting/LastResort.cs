using Chat.Server.Diagnostics;
using Serilog;

namespace Chat.Server.Hosting;

/// <summary>
/// Turns an exception that nothing has caught into a log event and an exit code, instead of the runtime's crash report. One on a task that nobody
/// awaited is logged and does not end the server.
/// </summary>
internal sealed class LastResort : IDisposable
{
    private readonly ILogger _log;

    /// <summary>Begins to watch the whole process.</summary>
    /// <param name="log">Where to say it.</param>
    public LastResort(ILogger log)
    {
        _log = log;
        AppDomain.CurrentDomain.UnhandledException += End;
        TaskScheduler.UnobservedTaskException += Note;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= End;
        TaskScheduler.UnobservedTaskException -= Note;
    }

    private void End(object sender, UnhandledExceptionEventArgs caught)
    {
        _log.ServerBroken(caught.ExceptionObject as Exception);
        Environment.Exit(ExitCode.Failed);
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs caught) => _log.TaskForgotten(caught.Exception);
}
