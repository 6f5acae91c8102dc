using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Diagnostics;
using Chat.Server.Log;
using Chat.Server.Requests;
using Chat.Server.Sequencing.Commands;
using Serilog;

namespace Chat.Server.Sessions;

/// <summary>
/// One connection from accept to close. Its frame loop turns bytes into commands; what comes back goes through its lane.
/// </summary>
/// <remarks>
/// State belongs to the frame loop, unless it says otherwise. The lane calls the <see cref="IOutlet"/> part, the heartbeat the part in
/// Session.Life.cs; they touch only fields that are made for that.
/// </remarks>
internal sealed partial class Session : IDisposable
{
    private readonly IConnection _connection;
    private readonly SessionContext _context;
    private readonly Requester _requester;
    private readonly FrameInput _input = new();
    private readonly RateLimiter? _posts;
    private readonly RateLimiter? _others;
    private readonly long _opened;
    private bool _isIn;
    private bool _hasLargeOut;

    public Session(SessionId id, IConnection connection, SessionContext context)
    {
        Id = id;
        _connection = connection;
        _context = context;
        Subscriber = context.Lanes.Attach(id, this);
        _requester = new Requester(Subscriber);
        Since = context.Time.GetUtcNow();
        _opened = context.Time.GetTimestamp();
        if (context.Options.RateLimit is { } limit)
        {
            _posts = new RateLimiter(limit, context.Time);
            _others = new RateLimiter(limit, context.Time);
        }
    }

    public SessionId Id { get; }

    public System.Net.IPEndPoint Remote => _connection.Remote;

    /// <summary>The key that its connection has proven; null for a guest. To be asked from Hello on.</summary>
    public DeviceId? Device => _connection.Device;

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Who it is; null before Welcome. Any thread may read it.</summary>
    public UserId? User { get; private set; }

    /// <summary>Bytes of frames read, without what TLS adds. Any thread may read it.</summary>
    public long BytesIn => Volatile.Read(ref _bytesIn);

    /// <summary>Bytes of frames sent, without what TLS adds. Any thread may read it.</summary>
    public long BytesOut => Volatile.Read(ref _bytesOut);

    public Subscriber Subscriber { get; }

    private ILogger Log => _context.Log;

    /// <summary>Serves the connection until it is closed. Never throws.</summary>
    /// <param name="refusal">The error code with which it is turned away instead; null to serve it.</param>
    /// <param name="ended">Is called when nothing of it is left.</param>
    /// <remarks>An idle session waits in here and in nothing that this calls: each method more that waits would cost 100 bytes a connection.</remarks>
    public async Task RunAsync(string? refusal, Action<Session> ended)
    {
        Log.ConnectionOpened(Id.Value, Remote);
        try
        {
            await OpenAsync(refusal);
            while (true)
            {
                if (_input.IsEmpty)
                {
                    await _connection.ReadableAsync();
                }

                var count = await _connection.ReadAsync(_input.Rent());
                _input.Received(count);
                if (count == 0)
                {
                    break;
                }

                Volatile.Write(ref _bytesIn, _bytesIn + count);
                Volatile.Write(ref _hasHeard, true);
                if (IsClosing)
                {
                    _input.Discard();
                    continue;
                }

                await TakeFramesAsync();
                _context.Driver.Kick();
            }
        }
        catch (IOException)
        {
            // The peer broke off: that is the end of it, not an error of ours. There is nobody left to wait for.
            Flushed.TrySetResult(true);
        }
        catch (OperationCanceledException)
        {
            // The server gave up.
        }
        catch (Exception fault)
        {
            Log.SessionFailed(Id.Value, fault);
            Close(CloseReason.Internal, new ErrorFrame(0, ErrorCodes.Internal, "The server has made a mistake."));
        }

        await EndAsync();
        Log.ConnectionClosed(Id.Value, _closeReason.ToString(), BytesIn, BytesOut);
        ended(this);
    }

    private async ValueTask OpenAsync(string? refusal)
    {
        if (await _connection.OpenAsync() is { } refused)
        {
            Log.HandshakeFailed(Id.Value, refused.Reason);
            Close(CloseReason.Refused, refused.Error is null ? null : new ErrorFrame(0, refused.Error, refused.Message ?? refused.Reason));
        }
        else if (refusal is not null)
        {
            Log.ConnectionRefused(Remote, refusal);
            Close(CloseReason.Refused, new ErrorFrame(0, refusal, "This server has as many connections as it takes: try again later."));
        }
    }

    private async ValueTask TakeFramesAsync()
    {
        try
        {
            await TakeWholeFramesAsync();
        }
        catch (ProtocolException broken)
        {
            Log.PeerAtFault(Id.Value, broken.Code, broken.Message);
            Close(CloseReason.ProtocolError, new ErrorFrame(broken.RequestId, broken.Code, broken.Message, null, broken.Field));
        }
    }

    private async ValueTask TakeWholeFramesAsync()
    {
        while (!IsClosing && _input.TryTake(_isIn ? Limits.MaxFrame : Limits.MaxHelloFrame, out var payload))
        {
            Frame frame;
            try
            {
                frame = FrameCodec.DecodeRequest(payload);
            }
            catch (ProtocolException broken) when (!broken.Closes)
            {
                await AnswerAsync(new RefuseCommand(Subscriber, new ErrorFrame(broken.RequestId, broken.Code, broken.Message, null, broken.Field)));
                continue;
            }

            if (frame is ByeFrame)
            {
                Close(CloseReason.PeerBye, null);
            }
            else if (_isIn)
            {
                await HandleAsync(frame);
            }
            else
            {
                await GreetAsync(frame);
            }
        }

        _input.Compact();
    }
}
