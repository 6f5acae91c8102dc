using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Support;

/// <summary>A bare client of the protocol on a real socket: frames out, frames in, nothing done behind one's back.</summary>
internal sealed partial class WireClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly Queue<Frame> _seen = new();
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private uint _lastId;

    private WireClient(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    public WelcomeFrame? Welcome { get; private set; }

    public Socket Socket => _socket;

    /// <summary>Says under TLS that nothing more is sent. Some libraries resume no session that was broken off.</summary>
    public Task EndAsync() => _stream is SslStream secure ? secure.ShutdownAsync() : Task.CompletedTask;

    /// <summary>All frames ever received, in order.</summary>
    public List<Frame> Received { get; } = [];

    public static async Task<WireClient> ConnectAsync(
        IPEndPoint endpoint, bool tls = false, int? receiveBuffer = null, IPAddress? from = null, Action<SslClientAuthenticationOptions>? secureWith = null,
        Func<Stream, Stream>? over = null)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        if (from is not null)
        {
            socket.Bind(new IPEndPoint(from, 0));
        }

        await socket.ConnectAsync(endpoint);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        stream = over?.Invoke(stream) ?? stream;
        if (tls)
        {
            var secure = new SslStream(stream);
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = "chat",
                ApplicationProtocols = [new SslApplicationProtocol("chat/1")],
#pragma warning disable CA5359 // The test knows whom it talks to.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            };
            secureWith?.Invoke(options);
            await secure.AuthenticateAsClientAsync(options);
            stream = secure;
        }

        return new WireClient(socket, stream);
    }

    /// <summary>Connects and says Hello.</summary>
    public static async Task<WireClient> EnterAsync(IPEndPoint endpoint, string? nick, bool tls = false, int? receiveBuffer = null, Guid? resume = null)
    {
        var client = await ConnectAsync(endpoint, tls, receiveBuffer);
        await client.HelloAsync(nick, resume);
        return client;
    }

    public async Task<WelcomeFrame> HelloAsync(string? nick, Guid? resume = null, string? code = null)
    {
        Welcome = await AskAsync<WelcomeFrame>(id => new HelloFrame(id, 1, "test/1", nick, code, resume));
        return Welcome;
    }

    public uint NextId() => ++_lastId;

    public Task SendAsync(params Frame[] frames) => SendRawAsync([.. frames.SelectMany(FrameCodec.Encode)]);

    public async Task SendRawAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Sends a request and waits for its answer, which has to be of the given kind. What else comes is kept for <see cref="NextAsync"/>.</summary>
    public async Task<T> AskAsync<T>(Func<uint, Frame> request)
        where T : Frame
    {
        var answer = await AskAsync(request);
        Assert.That(answer, Is.InstanceOf<T>(), answer.ToString());
        return (T)answer;
    }

    public async Task<Frame> AskAsync(Func<uint, Frame> request)
    {
        var id = NextId();
        await SendAsync(request(id));
        return await AnswerAsync(id);
    }

    /// <summary>Sends requests, numbered from 1, all in one go, and waits for their answers.</summary>
    public async Task<List<Frame>> AskManyAsync(int count, Func<uint, int, Frame> request)
    {
        var open = new HashSet<uint>();
        var requests = Enumerable.Range(1, count).Select(i => request(NextId(), i)).ToArray();
        open.UnionWith(requests.Select(frame => ((IRequest)frame).Id));
        await SendAsync(requests);
        var answers = new List<Frame>(count);
        var others = new Queue<Frame>();
        while (open.Count > 0)
        {
            var frame = await NextAsync() ?? throw new EndOfStreamException("The server closed the connection.");
            if (open.Remove(IdOf(frame)))
            {
                answers.Add(frame);
            }
            else
            {
                others.Enqueue(frame);
            }
        }

        Keep(others);
        return answers;
    }

    /// <summary>Sends a request that has to fail, and returns the error.</summary>
    public async Task<ErrorFrame> FailAsync(Func<uint, Frame> request) => await AskAsync<ErrorFrame>(request);

    public async Task<Frame> AnswerAsync(uint id) => await FindAsync(frame => IdOf(frame) == id);

    /// <summary>The next frame that fits; those before it are kept.</summary>
    public async Task<Frame> FindAsync(Func<Frame, bool> fits)
    {
        var passed = new Queue<Frame>();
        while (true)
        {
            var frame = await NextAsync() ?? throw new EndOfStreamException("The server closed the connection.");
            if (fits(frame))
            {
                Keep(passed);
                return frame;
            }

            passed.Enqueue(frame);
        }
    }

    public async Task<T> FindAsync<T>(Func<T, bool>? fits = null)
        where T : Frame => (T)await FindAsync(frame => frame is T found && (fits?.Invoke(found) ?? true));

    /// <summary>Events of a room up to a seq, those seen before first.</summary>
    public async Task<List<EventFrame>> EventsAsync(string room, long upTo)
    {
        var events = new List<EventFrame>();
        do
        {
            events.Add(await FindAsync<EventFrame>(e => e.Room == room));
        }
        while (events[^1].Seq < upTo);

        return events;
    }

    /// <summary>Everything that comes before the Pong of a Ping sent now.</summary>
    public async Task<List<Frame>> FenceAsync()
    {
        var token = 1_000_000UL + NextId();
        await SendAsync(new PingFrame(token));
        var before = new List<Frame>();
        while (true)
        {
            var frame = await NextAsync() ?? throw new EndOfStreamException("The server closed the connection.");
            if (frame is PongFrame pong && pong.Token == token)
            {
                return before;
            }

            before.Add(frame);
        }
    }

    /// <summary>The next frame; null at the end of the connection.</summary>
    public async Task<Frame?> NextAsync()
    {
        if (_seen.TryDequeue(out var kept))
        {
            return kept;
        }

        while (true)
        {
            var input = new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
            if (FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload))
            {
                var frame = FrameCodec.DecodeReply(payload);
                _start = _end - (int)input.Length;
                Received.Add(frame);
                return frame;
            }

            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            using var patience = new CancellationTokenSource(Patience);
            int count;
            try
            {
                count = await _stream.ReadAsync(_buffer.AsMemory(_end), patience.Token);
            }
            catch (IOException)
            {
                return null;
            }

            if (count == 0)
            {
                return null;
            }

            _end += count;
        }
    }

    /// <summary>The next frame, which has to be an error.</summary>
    public async Task<ErrorFrame> NextErrorAsync()
    {
        var frame = await NextAsync();
        Assert.That(frame, Is.InstanceOf<ErrorFrame>());
        return (ErrorFrame)frame!;
    }

    /// <summary>Everything up to the end of the connection.</summary>
    public async Task<List<Frame>> RestAsync()
    {
        var rest = new List<Frame>();
        while (await NextAsync() is { } frame)
        {
            rest.Add(frame);
        }

        return rest;
    }

    /// <summary>The error with which the server closes the connection: the last frame before its end.</summary>
    public async Task<ErrorFrame> ClosingErrorAsync()
    {
        var rest = await RestAsync();
        Assert.That(rest, Is.Not.Empty, "The connection ended without a word.");
        Assert.That(rest[^1], Is.InstanceOf<ErrorFrame>());
        return (ErrorFrame)rest[^1];
    }

    /// <summary>Breaks the connection off like a pulled cable: no Bye, a reset.</summary>
    public void Cut()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();

    /// <summary>Puts frames back, before those that are kept already.</summary>
    private void Keep(Queue<Frame> earlier)
    {
        while (_seen.TryDequeue(out var later))
        {
            earlier.Enqueue(later);
        }

        while (earlier.TryDequeue(out var frame))
        {
            _seen.Enqueue(frame);
        }
    }

    private static uint IdOf(Frame frame) => frame switch
    {
        WelcomeFrame f => f.Id,
        ErrorFrame f => f.Id,
        DoneFrame f => f.Id,
        JoinedFrame f => f.Id,
        RoomListFrame f => f.Id,
        MemberListFrame f => f.Id,
        MineListFrame f => f.Id,
        PostedFrame f => f.Id,
        PageFrame f => f.Id,
        HitsFrame f => f.Id,
        UserFrame f => f.Id,
        LinkCodeFrame f => f.Id,
        DeviceListFrame f => f.Id,
        _ => 0,
    };
}
