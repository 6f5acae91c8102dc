using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Chat.Server.Transport.Polling;

namespace Chat.Server.Transport;

/// <summary>
/// TLS over a socket. The library takes no farewell while it decrypts: whoever uses its engine for one of these has the turn, which a reader gives
/// up as long as he waits for the peer.
/// </summary>
/// <remarks>One reader, one writer; the writer says farewell. <see cref="Dispose"/> may come from anywhere.</remarks>
internal sealed class TlsChannel : IDisposable
{
#pragma warning disable CA2213 // It holds nothing to give back, and a reader that is on his way out still has to give it up.
    private readonly SemaphoreSlim _turn = new(1, 1);
#pragma warning restore CA2213
    private readonly TlsWire _wire;
    private readonly SslStream _tls;

    /// <param name="socket">It stays its owner's.</param>
    public TlsChannel(ReadySocket socket)
    {
        _wire = new TlsWire(socket, _turn);
        _tls = new SslStream(_wire);
    }

    public X509Certificate? RemoteCertificate => _tls.RemoteCertificate;

    public async Task OpenAsync(TlsHandshakes handshakes)
    {
        await _turn.WaitAsync();
        try
        {
            await handshakes.RunAsync(_tls);
            _wire.IsOpen = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        await _turn.WaitAsync();
        try
        {
            return await _tls.ReadAsync(buffer);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => _tls.WriteAsync(bytes);

    /// <summary>Tells the peer that nothing more comes, if the socket takes it at once.</summary>
    public async ValueTask ShutdownAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _wire.IsLast = true;
            await _tls.ShutdownAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _tls.Dispose();
        _wire.Dispose();
    }
}
