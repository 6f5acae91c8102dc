using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Bench.Wire;

/// <summary>A client in clear text that costs little: blocking calls, and only those replies are decoded that are asked for. One thread.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly FrameBuffer _output = new();
    private byte[] _input = new byte[64 * 1024];
    private int _start;
    private int _end;
    private uint _lastId;

    private WireConnection(Socket socket)
    {
        Socket = socket;
    }

    public Socket Socket { get; }

    /// <summary>Connects, says Hello and joins a room.</summary>
    public static WireConnection Enter(IPEndPoint endpoint, string nick, string room)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(endpoint);
        var connection = new WireConnection(socket);
        connection.Ask<WelcomeFrame>(id => new HelloFrame(id, 1, "bench/1", nick, null, null));
        connection.Ask<JoinedFrame>(id => new JoinFrame(id, room, null, null));
        return connection;
    }

    public uint NextId() => ++_lastId;

    public void Send(Frame frame)
    {
        _output.Clear();
        FrameCodec.Encode(frame, _output);
        Socket.Send(_output.WrittenSpan);
    }

    /// <summary>Sends a request and waits for the answer of one kind.</summary>
    public T Ask<T>(Func<uint, Frame> request)
        where T : Frame
    {
        Send(request(NextId()));
        while (true)
        {
            while (TryTake(out var payload))
            {
                switch (FrameCodec.DecodeReply(payload))
                {
                    case T answer:
                        return answer;
                    case ErrorFrame error:
                        throw new InvalidOperationException($"The server refuses: {error.Code}, {error.Message}");
                }
            }

            Receive();
        }
    }

    /// <summary>Takes in what has come; waits when nothing has.</summary>
    public void Receive()
    {
        Buffer.BlockCopy(_input, _start, _input, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        if (_end == _input.Length)
        {
            Array.Resize(ref _input, _input.Length * 2);
        }

        var count = Socket.Receive(_input.AsSpan(_end));
        _end += count > 0 ? count : throw new EndOfStreamException("The server closed the connection.");
    }

    /// <summary>Takes the next frame of those that have come.</summary>
    public bool TryTake(out ReadOnlySequence<byte> payload)
    {
        var input = new ReadOnlySequence<byte>(_input, _start, _end - _start);
        if (!FrameReader.TryRead(ref input, Limits.MaxFrame, out payload))
        {
            return false;
        }

        _start = _end - (int)input.Length;
        return true;
    }

    /// <summary>What kind of frame it is, without decoding it: all known kinds are one byte behind the array's.</summary>
    public static FrameKind KindOf(in ReadOnlySequence<byte> payload) => (FrameKind)payload.FirstSpan[1];

    public void Dispose()
    {
        Socket.Dispose();
        _output.Dispose();
    }
}
