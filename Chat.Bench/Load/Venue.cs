using System.Net;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>The server of a run, as all members see it, and whether they still can. Any thread.</summary>
internal sealed class Venue : IDisposable
{
    private readonly CancellationTokenSource _failed = new();
    private string? _failure;

    public Venue(IPEndPoint endpoint, TlsPin? pin)
    {
        Endpoint = endpoint;
        Pin = pin;
    }

    public IPEndPoint Endpoint { get; }

    /// <summary>Null for clear text.</summary>
    public TlsPin? Pin { get; }

    /// <summary>What went wrong first; null when nothing did. What is measured afterwards is no measure of the server.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>Cancelled when something went wrong.</summary>
    public CancellationToken Failed => _failed.Token;

    public void Fail(string what)
    {
        if (Interlocked.CompareExchange(ref _failure, what, null) is null)
        {
            _failed.Cancel();
        }
    }

    public void Dispose() => _failed.Dispose();
}
