using System.Runtime.InteropServices;

namespace Chat.Bench;

/// <summary>Ctrl+C, and the like: the first one asks a command to come to its end, the second one ends it at once.</summary>
internal sealed class StopSignal : IDisposable
{
    /// <summary>As shells report a program that was interrupted.</summary>
    public const int Interrupted = 130;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public StopSignal()
    {
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
        {
            Environment.Exit(Interrupted);
        }

        context.Cancel = true;
        Console.Error.WriteLine("Coming to an end. The same again ends it at once.");
        _stop.Cancel();
    }
}
