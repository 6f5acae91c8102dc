using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Sessions;
using Chat.Server.Transport.Polling;

namespace Chat.Server.Transport;

/// <summary>One accepted socket, in the clear or under TLS, as its first byte says.</summary>
/// <remarks>The frame loop reads, one lane sends; <see cref="Abort"/> may come from anywhere.</remarks>
internal sealed class SocketConnection : IConnection
{
    private const byte TlsHandshake = 0x16;
    private const byte NativeFrame = 0x00;

    /// <summary>In the clear, a few pages at a time: the kernel tells only when all of them are taken.</summary>
    private const int ClearDrainBytes = 4 * 1024;

    /// <summary>Under TLS, one record at a time.</summary>
    private const int TlsDrainBytes = 16 * 1024;

    private readonly ReadySocket _socket;
    private readonly TransportOptions _options;
    private readonly TlsHandshakes _handshakes;
    private TlsChannel? _tls;
    private volatile bool _isOpen;

    /// <exception cref="SocketException">It is gone already.</exception>
    /// <param name="ready">The socket, which is closed with this.</param>
    /// <param name="options">How to treat it.</param>
    /// <param name="handshakes">Who does those of TLS.</param>
    public SocketConnection(ReadySocket ready, TransportOptions options, TlsHandshakes handshakes)
    {
        _socket = ready;
        var socket = ready.Socket;
        _options = options;
        _handshakes = handshakes;
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        Remote = remote.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(remote.Address.MapToIPv4(), remote.Port) : remote;
        socket.NoDelay = true;
        socket.SendBufferSize = options.SendBufferBytes;
    }

    public IPEndPoint Remote { get; }

    public DeviceId? Device { get; private set; }

    public int DrainBytes => _tls is null ? ClearDrainBytes : TlsDrainBytes;

    public async ValueTask<ConnectionRefusal?> OpenAsync()
    {
        var first = new byte[1];
        return (await ReceiveAsync(first, isPeek: true), first[0]) switch
        {
            (0, _) => new ConnectionRefusal("closed before the first byte"),
            (_, TlsHandshake) => await SecureAsync(),
            (_, NativeFrame) => OpenClear(),
            _ => new ConnectionRefusal("neither TLS nor a frame"),
        };
    }

    public ValueTask ReadableAsync() => _tls is null ? _socket.ReadableAsync() : UntilReadableAsync(_tls);

    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_tls is not null)
        {
            return ReadAsync(_tls, buffer);
        }

        var count = TryReceive(buffer.Span);
        return count >= 0 ? ValueTask.FromResult(count) : ReceiveAsync(buffer, isPeek: false);
    }

    public void Prefetch()
    {
        if (_isOpen && _tls is null)
        {
            _socket.Prefetch();
        }
    }

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (!_isOpen)
        {
            return -1; // Nobody knows yet what the peer speaks, or he is in the middle of a handshake: there is nothing to tell him.
        }

        if (_tls is not null)
        {
            return 0; // A TLS stream has no sending of as much as goes: it is asked to take a record and tells when it has.
        }

        return _socket.TrySend(bytes);
    }

    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (_tls is null)
            {
                await _socket.Socket.SendAsync(bytes, SocketFlags.None);
            }
            else
            {
                await _tls.WriteAsync(bytes);
            }

            return true;
        }
        catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    public async ValueTask ShutdownSendAsync()
    {
        try
        {
            if (_tls is not null)
            {
                await _tls.ShutdownAsync();
            }
        }
        catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The end of the connection, which follows, says the same.
        }

        try
        {
            _socket.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It is gone already, which is what was wanted.
        }
    }

    public void Abort()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, bool isPeek)
    {
        int count;
        do
        {
            await _socket.ReadableAsync();
            count = TryReceive(buffer.Span, isPeek);
        }
        while (count < 0);
        return count;
    }

    /// <summary>-1 when there is nothing at this moment.</summary>
    private int TryReceive(Span<byte> buffer, bool isPeek = false)
    {
        try
        {
            return _socket.TryReceive(buffer, isPeek);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            throw Gone(gone);
        }
    }

    private static async ValueTask UntilReadableAsync(TlsChannel tls) => await ReadAsync(tls, Memory<byte>.Empty);

    private static async ValueTask<int> ReadAsync(TlsChannel tls, Memory<byte> buffer)
    {
        try
        {
            return await tls.ReadAsync(buffer);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            throw Gone(gone);
        }
    }

    private static IOException Gone(Exception gone) =>
        new(gone is ObjectDisposedException ? "The connection was closed." : "The connection is gone.", gone);

    private ConnectionRefusal? OpenClear()
    {
        var isAllowed = _options.Plaintext switch
        {
            PlaintextPolicy.Any => true,
            PlaintextPolicy.Loopback => IPAddress.IsLoopback(Remote.Address),
            _ => false,
        };
        _isOpen = true;
        return isAllowed
            ? null
            : new ConnectionRefusal("clear text is not allowed", ErrorCodes.Forbidden, "This server takes no clear text from there: connect with TLS.");
    }

    private async ValueTask<ConnectionRefusal?> SecureAsync()
    {
        var tls = new TlsChannel(_socket);
        try
        {
            await tls.OpenAsync(_handshakes);
            Device = DeviceOf(tls.RemoteCertificate);
            _tls = tls;
            _isOpen = true;
            return null;
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or SocketException or ObjectDisposedException
            or InvalidOperationException or NotSupportedException or CryptographicException)
        {
            tls.Dispose();
            return new ConnectionRefusal(failed.Message);
        }
    }

    /// <summary>Nothing of the certificate counts but its key, which the handshake has proven.</summary>
    private static DeviceId? DeviceOf(X509Certificate? certificate) => certificate switch
    {
        null => null,
        X509Certificate2 whole => new DeviceId(new Fingerprint(ServerKey.Hash(whole))),
        _ => throw new CryptographicException("The client's certificate cannot be read."),
    };
}
