using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Bench.Wire;

/// <summary>
/// A connection that never blocks, in clear text or TLS: frames go in, payloads come out. It holds no memory for reading but for the
/// beginning of a frame that has not come as a whole. Owned by its loop.
/// </summary>
internal sealed class Channel : IPolled, IDisposable
{
    private readonly EventLoop _loop;
    private readonly IChannelUser _user;
    private readonly TlsLayer? _tls;
    private readonly FrameBuffer _output = new();
    private byte[] _partial = [];
    private int _partialCount;
    private int _sent;
    private bool _isWritten;
    private bool _waitsToSend;
    private bool _isPaused;
    private bool _isClosed;

    private Channel(Socket socket, TlsPin? pin, EventLoop loop, IChannelUser user)
    {
        Socket = socket;
        _loop = loop;
        _user = user;
        _tls = pin is null ? null : new TlsLayer(this, pin);
    }

    public Socket Socket { get; }

    /// <summary>Where the layer of TLS puts what it has decrypted: behind the bytes that wait for the rest of their frame.</summary>
    internal Memory<byte> PlainRoom => _loop.Plain.AsMemory(_partialCount);

    /// <summary>Connects, which is the one thing that waits, and begins the handshake of TLS; what is sent meanwhile is sent after it.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="pin">The server's key; null for clear text.</param>
    /// <param name="loop">The loop that calls.</param>
    /// <param name="user">Gets what comes.</param>
    /// <exception cref="SocketException">There is no connection.</exception>
    public static Channel Open(IPEndPoint endpoint, TlsPin? pin, EventLoop loop, IChannelUser user)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(endpoint);
            socket.Blocking = false;
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var channel = new Channel(socket, pin, loop, user);
        loop.Poller.Add(channel);
        channel._tls?.Start();
        return channel;
    }

    /// <summary>Writes a frame, which the loop sends in this turn of it; nothing, when the connection has ended.</summary>
    public void Send(Frame frame)
    {
        if (!_isClosed)
        {
            FrameCodec.Encode(frame, _output);
            Written();
        }
    }

    /// <summary>Stops reading, or goes on.</summary>
    public void Pause(bool isPaused)
    {
        if (!_isClosed)
        {
            _isPaused = isPaused;
            Watch();
        }
    }

    /// <summary>Reads once, also while it is paused.</summary>
    public void Read()
    {
        if (_isClosed)
        {
            return;
        }

        var room = _tls is null ? _loop.Plain.AsSpan(_partialCount) : _loop.Cipher;
        var count = Socket.Receive(room, SocketFlags.None, out var error);
        if (count > 0)
        {
            if (_tls is null)
            {
                Cut(count);
            }
            else
            {
                _tls.Feed(_loop.Cipher.AsSpan(0, count));
                if (_tls.Output.WrittenCount > 0)
                {
                    Written();
                }
            }
        }
        else if (error != SocketError.WouldBlock)
        {
            Lose(error == SocketError.Success ? "the server closed the connection" : error.ToString());
        }
    }

    void IPolled.Ready(bool canRead, bool canWrite)
    {
        if (canWrite && _waitsToSend)
        {
            SendRest();
        }

        if (canRead)
        {
            Read();
        }
    }

    /// <summary>Closes.</summary>
    /// <param name="abruptly">Whether with a reset, as when a machine has gone.</param>
    public void Close(bool abruptly)
    {
        if (abruptly && !_isClosed)
        {
            Socket.LingerState = new LingerOption(true, 0);
        }

        Dispose();
    }

    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _loop.Poller.Remove(this);
        Socket.Dispose();
        _output.Dispose();
        _tls?.Dispose();
    }

    /// <summary>Sends what was written.</summary>
    internal void Flush()
    {
        _isWritten = false;
        if (_isClosed)
        {
            return;
        }

        if (_tls is { IsOpen: true } && _output.WrittenCount > 0)
        {
            _tls.Encrypt(_output.WrittenMemory);
            _output.Clear();
        }

        if (!_waitsToSend)
        {
            SendRest();
        }
    }

    /// <summary>There is something to send.</summary>
    internal void Written()
    {
        if (!_isWritten)
        {
            _isWritten = true;
            _loop.HasWritten(this);
        }
    }

    /// <summary>Cuts what was received into frames.</summary>
    /// <param name="received">How many bytes have come where <see cref="PlainRoom"/> said.</param>
    internal void Cut(int received)
    {
        var now = Stopwatch.GetTimestamp();
        _partial.AsSpan(0, _partialCount).CopyTo(_loop.Plain);
        ReadOnlySpan<byte> bytes = _loop.Plain.AsSpan(0, _partialCount + received);
        while (bytes.Length >= Limits.LengthBytes)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (length is 0 or > Limits.MaxFrame)
            {
                Lose($"the server sent a frame of {length} bytes");
                return;
            }

            var end = Limits.LengthBytes + (int)length;
            if (bytes.Length < end)
            {
                break;
            }

            _user.Receive(bytes[Limits.LengthBytes..end], now);
            if (_isClosed)
            {
                return;
            }

            bytes = bytes[end..];
        }

        if (_partial.Length < bytes.Length)
        {
            _partial = new byte[bytes.Length];
        }

        bytes.CopyTo(_partial);
        _partialCount = bytes.Length;
    }

    internal void Lose(string reason)
    {
        if (!_isClosed)
        {
            Dispose();
            _user.Lost(reason);
        }
    }

    private void SendRest()
    {
        var output = _tls is null ? _output : _tls.Output;
        while (_sent < output.WrittenCount)
        {
            var count = Socket.Send(output.WrittenSpan[_sent..], SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                _waitsToSend = true;
                Watch();
                return;
            }

            if (error != SocketError.Success)
            {
                Lose(error.ToString());
                return;
            }

            _sent += count;
        }

        output.Clear();
        _sent = 0;
        if (_waitsToSend)
        {
            _waitsToSend = false;
            Watch();
        }
    }

    private void Watch() => _loop.Poller.Watch(this, !_isPaused, _waitsToSend);
}
