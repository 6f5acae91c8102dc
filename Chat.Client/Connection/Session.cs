using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>
/// What outlives a connection: who we are, the rooms and how far they were read, and what was typed and is not committed. A plain
/// synchronous state machine: frames and moments come in, frames and events go out. No I/O, no clock but the moments handed in, which only
/// ever grow. Not safe for several threads: a <see cref="ServerLink"/> owns it.
/// </summary>
internal sealed partial class Session
{
    /// <summary>Time for the server to greet.</summary>
    public static readonly TimeSpan HelloPatience = TimeSpan.FromSeconds(15);

    /// <summary>Requests of the caller that may be under way at once.</summary>
    public const int MaxPending = 1000;

    private const int MaxNickTries = 20;

    private readonly LinkOptions _options;
    private readonly Random _random;
    private readonly Dictionary<uint, PendingRequest> _pending = [];
    private readonly Queue<Frame> _frames = new();
    private readonly Queue<LinkEvent> _events = new();
    private readonly Heartbeat _heartbeat = new();
    private readonly Outbox _outbox = new();
    private readonly Queue<Outgoing> _leaving = new();
    private readonly HashSet<Guid> _over = [];
    private TimeSpan _now;
    private TimeSpan _helloDue;
    private SessionPhase _phase;
    private uint _lastId;
    private ulong _pings;
    private uint _fence;
    private int _nickTries;
    private Guid? _secret;
    private Guid? _user;
    private string? _away;
    private string? _code;
    private string _wished;

    public Session(LinkOptions options, Random random)
    {
        _options = options;
        _random = random;
        Nick = _wished = options.Nick;
        _code = options.Code;
        foreach (var room in options.Rooms)
        {
            TryAdd(NewFeed(room));
        }
    }

    /// <summary>Our nick: the one asked for until the server has said which it is.</summary>
    public string Nick { get; private set; }

    public bool IsOnline => _phase == SessionPhase.Online;

    /// <summary>The server has greeted us at least once.</summary>
    public bool WasOnline { get; private set; }

    /// <summary>Posts that are neither committed nor refused.</summary>
    public int Unanswered => _outbox.Count;

    /// <summary>What is to become of the connection; null while it goes on. Taken by whoever closes it.</summary>
    public Verdict? Verdict { get; private set; }

    public bool TryTakeFrame(out Frame? frame) => _frames.TryDequeue(out frame);

    /// <summary>The posts that the frames to be sent hold, and that were not sent as this user before.</summary>
    public bool TryTakeLeaving(out Outgoing? post) => _leaving.TryDequeue(out post);

    public bool TryTakeEvent(out LinkEvent? happened) => _events.TryDequeue(out happened);

    /// <summary>When <see cref="Tick"/> is needed next; null: not before something happens.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            if (_phase == SessionPhase.Away || Verdict is not null)
            {
                return null;
            }

            var due = _phase == SessionPhase.Greeting ? _helloDue : _heartbeat.Due;
            foreach (var other in (ReadOnlySpan<TimeSpan?>)[_outbox.NextDue(_now), NextFeedDue()])
            {
                due = other < due ? other.Value : due;
            }

            return due;
        }
    }

    /// <summary>There is a connection: greet.</summary>
    public void Connected(TimeSpan now)
    {
        _now = now;
        Verdict = null;
        _frames.Clear();
        _phase = SessionPhase.Greeting;
        _helloDue = now + HelloPatience;
        _heartbeat.Heard(now);
        _nickTries = 0;
        SayHello(Nick);
    }

    /// <summary>The connection is gone, whoever ended it.</summary>
    public void Lost(TimeSpan now)
    {
        _now = now;
        _phase = SessionPhase.Away;
        Verdict = null;
        _frames.Clear();
        _leaving.Clear();
        _outbox.Recall();
        CloseFeeds();
        var pending = _pending.Values.ToArray();
        _pending.Clear();
        foreach (var request in pending)
        {
            request.Lost?.Invoke();
        }
    }

    public void Tick(TimeSpan now)
    {
        _now = now;
        if (_phase == SessionPhase.Away || Verdict is not null)
        {
            return;
        }

        if (_phase == SessionPhase.Greeting)
        {
            if (now >= _helloDue)
            {
                Verdict = new Verdict.Reconnect(ErrorCodes.Timeout, "the server does not greet");
            }

            return;
        }

        switch (_heartbeat.Check(now))
        {
            case HeartbeatNeed.Ping:
                _fence = _lastId;
                _frames.Enqueue(new PingFrame(++_pings));
                break;
            case HeartbeatNeed.GiveUp:
                Verdict = new Verdict.Reconnect(ErrorCodes.Timeout, "the server does not answer any more");
                return;
            default:
                break;
        }

        ReopenFeeds();
        SendPosts();
    }

    /// <summary>A frame came. What the session makes of it is in <see cref="Verdict"/>, the frames and the events.</summary>
    public void Receive(Frame frame, TimeSpan now)
    {
        _now = now;
        if (_phase == SessionPhase.Away || Verdict is not null)
        {
            return;
        }

        _heartbeat.Heard(now);
        switch (frame)
        {
            case PingFrame ping:
                _frames.Enqueue(new PongFrame(ping.Token));
                break;
            case PongFrame pong:
                OnPong(pong);
                break;
            case ByeFrame bye:
                Verdict = new Verdict.Reconnect(bye.RetryMs is null ? ClientCodes.Farewell : "", bye.Reason, After(bye.RetryMs));
                break;
            case ErrorFrame error when ErrorCodes.ClosesConnection(error.Code):
                OnClosingError(error);
                break;
            case ErrorFrame { Id: 0 } error:
                _events.Enqueue(new LinkEvent.Complained(error));
                break;
            case EventFrame happened:
                OnEvent(happened);
                break;
            case GapFrame gap:
                OnGap(gap);
                break;
            case MembershipFrame membership:
                OnMembership(membership);
                break;
            case RenamedFrame renamed:
                OnRenamed(renamed);
                break;
            case PresenceFrame presence:
                OnPresence(presence);
                break;
            case TypingFrame or ReadMarkFrame:
                _events.Enqueue(new LinkEvent.Told(frame));
                break;
            default:
                OnAnswer(frame);
                break;
        }
    }

    /// <summary>Sends a request of the caller's own. The answer, or an Error of ours, goes to <paramref name="answered"/>.</summary>
    public void Ask(Func<uint, Frame> request, Action<Frame> answered, TimeSpan now)
    {
        _now = now;
        if (!IsOnline || Verdict is not null || _pending.Count >= MaxPending)
        {
            answered(ClientCodes.NotConnectedError);
            return;
        }

        Request(request, answered, () => answered(ClientCodes.ConnectionLostError));
    }

    /// <summary>Sets the away text; it is said again after a reconnect. Null: back.</summary>
    public void SetAway(string? text, Action<Frame> answered, TimeSpan now)
    {
        Ask(
            id => new AwayFrame(id, text),
            answer =>
            {
                _away = answer is DoneFrame ? text : _away;
                answered(answer);
            },
            now);
    }

    /// <summary>Says goodbye; the connection can be closed once it is written.</summary>
    public void Quit(string reason)
    {
        if (_phase != SessionPhase.Away)
        {
            _frames.Enqueue(new ByeFrame(reason));
        }
    }

    /// <summary>It is over: what was typed and did not get out is given back, or kept for the next link.</summary>
    public void End(TimeSpan now, bool keepsPosts = false)
    {
        Lost(now);
        foreach (var post in _outbox.Rooms.ToArray().SelectMany(_outbox.Of).ToArray())
        {
            if (keepsPosts)
            {
                Keep(post);
            }
            else
            {
                Fail(post, ClientCodes.NotSentError);
            }
        }

        foreach (var feed in _feeds.Values)
        {
            feed.Answer(ClientCodes.NotConnectedError);
        }
    }

    private void Request(Func<uint, Frame> make, Action<Frame> answered, Action? lost = null)
    {
        _lastId = _lastId == uint.MaxValue ? 1 : _lastId + 1;
        _pending[_lastId] = new PendingRequest(answered, lost);
        _frames.Enqueue(make(_lastId));
    }

    private void OnAnswer(Frame frame)
    {
        if (RequestId(frame) is { } id && _pending.Remove(id, out var request))
        {
            request.Answered(frame);
        }
    }

    /// <summary>A Pong comes after the answers to everything asked before its Ping; what is still open will never be answered.</summary>
    private void OnPong(PongFrame pong)
    {
        if (pong.Token == _pings && _pending.Keys.Any(id => id <= _fence))
        {
            Break("a request was not answered");
        }
    }

    /// <summary>The server breaks the protocol: begin anew on another connection, from what is known to be right.</summary>
    private void Break(string how) => Verdict = new Verdict.Reconnect(ClientCodes.Broken, how);

    private static TimeSpan? After(int? milliseconds) => milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static uint? RequestId(Frame frame) => frame switch
    {
        WelcomeFrame answer => answer.Id,
        ErrorFrame answer => answer.Id,
        DoneFrame answer => answer.Id,
        JoinedFrame answer => answer.Id,
        RoomListFrame answer => answer.Id,
        MemberListFrame answer => answer.Id,
        MineListFrame answer => answer.Id,
        PostedFrame answer => answer.Id,
        PageFrame answer => answer.Id,
        HitsFrame answer => answer.Id,
        UserFrame answer => answer.Id,
        LinkCodeFrame answer => answer.Id,
        DeviceListFrame answer => answer.Id,
        _ => null,
    };
}
