using System.Net.Sockets;
using Chat.Bench.Wire;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Bench.Load;

/// <summary>Somebody in a room: comes in, looks at all that he is sent, posts when he is told to, and comes back when his connection was broken. Owned by his loop.</summary>
internal sealed class Member : IChannelUser
{
    private readonly Venue _venue;
    private readonly RoomShare _share;
    private readonly EventLoop _loop;
    private readonly string _nick;
    private readonly bool _isAwaited;
    private SequenceCheck? _check;
    private Channel? _channel;
    private Action<Member>? _entered;
    private Guid? _secret;
    private Guid? _log;
    private uint _lastId;

    /// <param name="venue">The server.</param>
    /// <param name="share">Where he is counted.</param>
    /// <param name="loop">The loop of that share.</param>
    /// <param name="nick">His nick.</param>
    /// <param name="isAwaited">Whether a message has come to all only when it has come to him.</param>
    public Member(Venue venue, RoomShare share, EventLoop loop, string nick, bool isAwaited)
    {
        _venue = venue;
        _share = share;
        _loop = loop;
        _nick = nick;
        _isAwaited = isAwaited;
    }

    /// <summary>Posts without an answer.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Whether he is in his room.</summary>
    public bool IsIn { get; private set; }

    /// <summary>Whether he has stopped reading.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>The highest seq that has come to him.</summary>
    public long Cursor => _check?.Cursor ?? 0;

    /// <summary>Whether he has got everything that was acknowledged.</summary>
    public bool HasAll => IsIn && _check is { IsWhole: true } check && check.Cursor >= _share.Room.Acknowledged;

    /// <summary>Connects, says Hello and joins; as the one he was and from where he was, if he has been in before.</summary>
    /// <param name="entered">Called when that is done.</param>
    public void Enter(Action<Member> entered)
    {
        _entered = entered;
        try
        {
            _channel = Channel.Open(_venue.Endpoint, _venue.Pin, _loop, this);
            _channel.Send(new HelloFrame(++_lastId, Limits.Version, "bench/1", _nick, null, _secret));
        }
        catch (SocketException error)
        {
            _venue.Fail($"{_nick} cannot connect: {error.Message}");
        }
    }

    /// <summary>His connection breaks.</summary>
    /// <param name="abruptly">Whether with a reset.</param>
    public void Break(bool abruptly)
    {
        IsIn = false;
        _channel?.Close(abruptly);
    }

    /// <summary>Stops reading, or goes on.</summary>
    public void Pause(bool isPaused)
    {
        IsPaused = isPaused;
        _channel?.Pause(isPaused);
    }

    /// <summary>Reads a little although he has stopped, so that he does not count as dead.</summary>
    public void Sip() => _channel?.Read();

    /// <summary>Says good-bye and closes.</summary>
    public void Leave()
    {
        IsIn = false;
        _channel?.Send(new ByeFrame("done"));
        _channel?.Flush();
        _channel?.Dispose();
    }

    /// <summary>Everything has had the time to come: what has not is lost.</summary>
    public void Finish() => _check?.Finish(_share.Room.Acknowledged);

    public void Post(MessageKey key, string text)
    {
        Unanswered++;
        _channel!.Send(new PostFrame(++_lastId, key.ToGuid(), _share.Room.Name, EventKind.Text, text));
    }

    void IChannelUser.Receive(ReadOnlySpan<byte> payload, long now)
    {
        if (ScannedEvent.TryRead(payload, _share.Room.Opening, out var scanned))
        {
            See(scanned.Seq, MessageKey.Read(scanned.Key), now);
            return;
        }

        try
        {
            Receive(FrameCodec.DecodeReply(payload), now);
        }
        catch (ProtocolException error)
        {
            _venue.Fail($"{_nick} got what is no frame: {error.Message}");
        }
    }

    void IChannelUser.Lost(string reason)
    {
        IsIn = false;
        _venue.Fail($"{_nick} lost the connection: {reason}");
    }

    private void See(long seq, MessageKey key, long now)
    {
        _share.Tally.CountDelivery();
        if (_check is null || !_check.See(seq) || key.Run != _share.Room.Run)
        {
            return;
        }

        if (_isAwaited)
        {
            if (_share.Tally.IsMeasuring)
            {
                _share.Tally.Latencies.Add(now - key.Due);
            }

            _share.Delivered(key.Number);
        }
    }

    private void Receive(Frame frame, long now)
    {
        switch (frame)
        {
            case EventFrame seen when seen.Room == _share.Room.Name:
                Span<byte> key = stackalloc byte[16];
                (seen.Key ?? Guid.Empty).TryWriteBytes(key, bigEndian: true, out _);
                See(seen.Seq, MessageKey.Read(key), now);
                break;
            case WelcomeFrame welcome:
                _secret = welcome.Session;
                _channel!.Send(new JoinFrame(++_lastId, _share.Room.Name, _check?.Cursor, _log));
                break;
            case JoinedFrame joined:
                Joined(joined);
                break;
            case PostedFrame posted:
                Unanswered--;
                _share.Tally.CountPost();
                _share.Room.Posted(posted.Seq);
                break;
            case PingFrame ping:
                _channel!.Send(new PongFrame(ping.Token));
                break;
            case GapFrame gap:
                _check?.Skip(gap.First);
                break;
            case ErrorFrame error:
                _venue.Fail($"The server refuses {_nick}: {error.Code}, {error.Message}");
                break;
            case ByeFrame bye:
                _venue.Fail($"The server says good-bye to {_nick}: {bye.Reason}");
                break;
        }
    }

    private void Joined(JoinedFrame joined)
    {
        if (_check is null)
        {
            _check = new SequenceCheck(_share.Tally, joined.Head);
            if (_isAwaited)
            {
                _share.Add();
            }
        }
        else
        {
            // What fell out of the log meanwhile does not come as a Gap after a Join.
            _check.Skip(joined.First);
        }

        _log = joined.Log;
        IsIn = true;
        _entered?.Invoke(this);
    }
}
