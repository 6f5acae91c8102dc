using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Chat.Server.Transport.Polling;

/// <summary>A socket that is read and written as far as goes without waiting, and that tells when there is something to read.</summary>
internal sealed class ReadySocket : IDisposable
{
    private readonly IReadiness _readiness;
    private readonly SafeHandle? _native;

    /// <param name="socket">From here on it belongs to this.</param>
    /// <param name="poller">Who waits for it; null: the runtime.</param>
    /// <exception cref="SocketException">It is gone already.</exception>
    public ReadySocket(Socket socket, Poller? poller)
    {
        Socket = socket;
        if (poller is not null && OperatingSystem.IsLinux())
        {
            _native = socket.SafeHandle;
            _readiness = poller.Watch(_native);
        }
        else
        {
            socket.Blocking = false;
            _readiness = new SocketReadiness(socket);
        }
    }

    public Socket Socket { get; }

    /// <summary>Waits until there may be something to read, or the end of it, or until this is disposed of.</summary>
    public ValueTask ReadableAsync() => _readiness.WaitAsync();

    /// <summary>Reads what there is at this moment. What it leaves behind is told of again.</summary>
    /// <param name="isPeek">Only looks at it.</param>
    /// <returns>How many bytes; 0 at the end; -1 when there is nothing now.</returns>
    /// <exception cref="SocketException">The connection is gone.</exception>
    /// <exception cref="ObjectDisposedException">The connection was closed.</exception>
    public int TryReceive(Span<byte> buffer, bool isPeek = false)
    {
        int count;
        if (_native is not null && OperatingSystem.IsLinux())
        {
            count = NativeSocket.TryReceive(_native, buffer, isPeek);
        }
        else
        {
            count = Socket.Receive(buffer, isPeek ? SocketFlags.Peek : SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                return -1;
            }

            if (error != SocketError.Success)
            {
                throw new SocketException((int)error);
            }
        }

        if (count == buffer.Length)
        {
            _readiness.Remind();
        }

        return count;
    }

    /// <summary>As <see cref="Delivery.IOutlet.Prefetch"/>: the last thing that sending looks at before it asks the kernel is whether the socket is open.</summary>
    public void Prefetch() => _ = _native?.IsClosed;

    /// <summary>Sends what can be sent at this moment: how many bytes; 0 when none; -1 when the connection is gone.</summary>
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_native is not null && OperatingSystem.IsLinux())
            {
                return NativeSocket.TrySend(_native, bytes);
            }

            var taken = Socket.Send(bytes, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success => taken,
                SocketError.WouldBlock or SocketError.IOPending or SocketError.NoBufferSpaceAvailable => 0,
                _ => -1,
            };
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    public void Dispose()
    {
        _readiness.Dispose();
        Socket.Dispose();
    }
}
