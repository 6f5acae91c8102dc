using System.Runtime.InteropServices;

namespace Chat.Server.Hosting;

/// <summary>
/// Ctrl+C, SIGTERM and, when the terminal is closed, SIGHUP (which nohup turns off): the first asks to stop in good order, the second is left to the system, which ends the process at once. Handlers run on
/// threads of the pool.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;
    private Task? _cancelling;
    private int _seen;

    /// <summary>Begins to listen for them.</summary>
    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle);
    }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (Interlocked.Exchange(ref _seen, 1) == 0)
        {
            context.Cancel = true;

            // Not here: what waits for it would go on inside of the handler.
            _cancelling = _stop.CancelAsync();
        }
    }
}
