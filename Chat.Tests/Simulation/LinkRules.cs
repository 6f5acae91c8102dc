using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Tests.Simulation;

/// <summary>What must be true of one connection from its Hello to its end.</summary>
internal sealed partial class LinkRules
{
    private readonly Link _link;
    private readonly Chronicle _chronicle;
    private readonly Users _users;
    private readonly UserTrail? _user;
    private readonly Dictionary<uint, Request> _requests = [];
    private readonly Queue<(ulong Token, int Order)> _pings = new();
    private readonly Dictionary<LogRecord, long> _seen = [];
    private int _order;
    private bool _isOver;

    public LinkRules(Link link, Chronicle chronicle, Users users)
    {
        _link = link;
        _chronicle = chronicle;
        _users = users;
        _user = users.Of(link);
    }

    private Ledger Ledger => _chronicle.Ledger;

    public void Check()
    {
        foreach (var moment in _link.Moments)
        {
            switch (moment.Kind)
            {
                case MomentKind.Sent:
                    Sent(moment);
                    break;
                case MomentKind.Received:
                    Received(moment);
                    break;
                case MomentKind.Calm:
                    CheckCalm(moment);
                    break;
            }
        }
    }

    private void Sent(Moment moment)
    {
        _order++;
        switch (moment.Frame)
        {
            case PingFrame ping when _welcome is not null:
                _pings.Enqueue((ping.Token, _order));
                break;
            case IRequest request:
                _requests.Add(request.Id, new Request(moment.Frame, _order, moment.Stamp, moment.Time)
                {
                    Seen = new Dictionary<LogRecord, long>(_seen),
                    IsOutsideOf = moment.Frame is SearchFrame ? OutsideNow() : null,
                    IsOutside = RoomOf(moment.Frame) is { } room && IsOutside(room),
                });
                Asked(moment.Frame);
                break;
        }
    }

    private void Received(Moment moment)
    {
        if (_isOver)
        {
            Fault($"something after the end: {moment.Frame}");
        }

        switch (moment.Frame)
        {
            case WelcomeFrame welcome:
                Answer<HelloFrame>(welcome.Id, moment, asked => Welcomed(welcome, asked, moment));
                break;
            case JoinedFrame joined:
                Answer<JoinFrame>(joined.Id, moment, asked => Joined(joined, asked, moment));
                break;
            case PostedFrame posted:
                Answer<PostFrame>(posted.Id, moment, asked => Posted(posted, asked, moment));
                break;
            case PageFrame page:
                Answer<HistoryFrame>(page.Id, moment, asked => CheckPage(page, asked, moment));
                break;
            case HitsFrame hits:
                Answer<SearchFrame>(hits.Id, moment, asked => CheckHits(hits, asked, moment));
                break;
            case RoomListFrame list:
                Answer<RoomsFrame>(list.Id, moment, asked => CheckList(list, asked, moment));
                break;
            case MemberListFrame list:
                Answer<MembersFrame>(list.Id, moment, asked => CheckInside(asked, list.Room, moment));
                break;
            case MineListFrame list:
                Answer<MineFrame>(list.Id, moment, asked => CheckReading(list.Rooms, asked, moment));
                break;
            case UserFrame user:
                Answer<WhoisFrame>(user.Id, moment, asked => CheckFound(user, asked, moment));
                break;
            case LinkCodeFrame code:
                Answer<LinkFrame>(code.Id, moment, asked => CheckCode(code, asked, moment));
                break;
            case DeviceListFrame list:
                Answer<DevicesFrame>(list.Id, moment, asked => CheckDevices(list, asked, moment));
                break;
            case DoneFrame done:
                Answer<Frame>(done.Id, moment, asked => Done(asked, moment));
                break;
            case ErrorFrame error:
                Failed(error, moment);
                break;
            case PongFrame pong:
                CheckFence(pong);
                break;
            case ByeFrame:
                _isOver = true;
                break;
            default:
                Told(moment);
                break;
        }
    }

    private void Answer<T>(uint id, Moment moment, Action<Request> check)
        where T : Frame
    {
        if (!_requests.TryGetValue(id, out var asked) || asked.Frame is not T)
        {
            Fault($"an answer that nothing was asked for: {moment.Frame}");
        }
        else if (asked.Answer is not null)
        {
            Fault($"a second answer: {moment.Frame}");
        }
        else
        {
            asked.Answer = moment;
            check(asked);
        }
    }

    private void Failed(ErrorFrame error, Moment moment)
    {
        if (error.Id == 0)
        {
            if (!ErrorCodes.ClosesConnection(error.Code) && (error.Code != ErrorCodes.BadState || _welcome is not null))
            {
                Fault($"an error about nothing: {error}");
            }

            _isOver = ErrorCodes.ClosesConnection(error.Code);
            return;
        }

        if (error.Code is ErrorCodes.Internal or ErrorCodes.Malformed)
        {
            Fault($"the server is at fault: {error}");
        }

        if (error.Code is ErrorCodes.RateLimited or ErrorCodes.StorageFull or ErrorCodes.Unavailable && error.RetryMs is not > 0)
        {
            Fault($"nobody says when to try again: {error}");
        }

        Answer<Frame>(error.Id, moment, asked =>
        {
            if (asked.Frame is HelloFrame hello)
            {
                CheckNotResumed(hello, moment);
            }
            else if (asked.Frame is JoinFrame or LeaveFrame)
            {
                Changed(RoomOf(asked.Frame)!, null);
            }
            else if (asked.Frame is WhoisFrame && error.Code == ErrorCodes.NoSuchNick)
            {
                CheckFound(null, asked, moment);
            }
        });
    }

    private void CheckFence(PongFrame pong)
    {
        if (!_pings.TryDequeue(out var ping) || ping.Token != pong.Token)
        {
            Fault($"a Pong out of turn: {pong}");
            return;
        }

        foreach (var asked in _requests.Values)
        {
            if (asked.Order < ping.Order && asked.Answer is null)
            {
                Fault($"a Pong before the answer to {asked.Frame}");
            }
        }
    }

    /// <summary>Everything is answered, and what is followed has come up to its head.</summary>
    private void CheckCalm(Moment moment)
    {
        foreach (var asked in _requests.Values)
        {
            if (asked.Answer is null)
            {
                Fault($"no answer ever to {asked.Frame}");
            }
        }

        foreach (var follow in _rooms.Values.Concat(_directs.Values))
        {
            var head = follow.Log.KnownHead(moment.Stamp);
            if ((head < follow.Least || head > follow.Most) && !_directGaps.Contains(head + 1))
            {
                Fault($"the last event seen is {follow.Least}, the head is {head}");
            }
        }

        CheckMarksTold(moment);
        foreach (var log in _user!.Directs.Where(log => !_directs.ContainsKey(log)))
        {
            var head = log.KnownHead(moment.Stamp);
            if (head > log.KnownHead(_welcomedAt))
            {
                Fault($"nothing was delivered of a direct conversation whose head is {head} now");
            }
        }
    }

    private void Fault(string what) => _chronicle.Fault($"{_link}: {what}");

    private static string? RoomOf(Frame frame) => frame switch
    {
        PostFrame f => f.Room,
        HistoryFrame f => f.Room,
        SearchFrame f => f.Room,
        MembersFrame f => f.Room,
        JoinFrame f => f.Room,
        LeaveFrame f => f.Room,
        _ => null,
    };

    /// <summary>One spelling for all that name the same room; null for a direct conversation or what is no room.</summary>
    private static string? KeyOf(string room) => RoomName.TryParse(room, out var name) ? name.Key.SkeletonOfFolded : null;
}
