using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>Coming in, joining and leaving.</summary>
internal sealed partial class LinkRules
{
    private const long ResumeMilliseconds = Limits.ResumeMinutes * 60_000L;

    /// <summary>Rooms that this connection follows now, by the server's spelling.</summary>
    private readonly Dictionary<string, Follow> _rooms = new(StringComparer.Ordinal);

    /// <summary>Direct conversations of which something has come.</summary>
    private readonly Dictionary<LogRecord, Follow> _directs = [];

    /// <summary>Whether the user was in a room after the last answer about it, by the room's key.</summary>
    private readonly Dictionary<string, bool> _isIn = new(StringComparer.Ordinal);

    /// <summary>How many requests are under way that may change that.</summary>
    private readonly Dictionary<string, int> _changes = new(StringComparer.Ordinal);
    private WelcomeFrame? _welcome;
    private Request? _hello;
    private long _welcomedAt;
    private bool _isNew;

    private void Welcomed(WelcomeFrame welcome, Request asked, Moment moment)
    {
        if (_welcome is not null)
        {
            Fault("a second Welcome");
        }

        var hello = (HelloFrame)asked.Frame;
        (_welcome, _hello, _welcomedAt) = (welcome, asked, moment.Stamp);
        _isNew = _user!.Links[0] == _link;
        foreach (var room in welcome.Rooms)
        {
            var log = Ledger[new(room.Log)];
            CheckHead(log, room.Head, asked, moment, welcome);
            if (room.Room[0] == '@')
            {
                _directs[log] = new Follow(log, room.Head, room.Head);
            }
        }

        CheckIdentity(welcome, asked, moment);
        CheckReading(welcome.Rooms, asked, moment);
        if (_isNew && hello.Resume is not null)
        {
            CheckNotResumed(hello, moment);
        }

        foreach (var (log, name) in _user.Account is null ? _user.Rooms : [])
        {
            if (!welcome.More && !welcome.Rooms.Any(room => room.Log == log) && !MayBeExpelled(Ledger[new(log)], _user))
            {
                Fault($"resumed, but not in {name} any more");
            }
        }
    }

    /// <summary>A Hello was answered as if its secret were nothing. When exactly a session ended the client cannot know, but none ended before the beginning.</summary>
    private void CheckNotResumed(HelloFrame hello, Moment moment)
    {
        if (hello.Resume is { } secret && _users.LinkOf(secret) is not null && moment.Time < _chronicle.Begin + ResumeMilliseconds)
        {
            Fault($"a secret that is still good resumed nothing: {moment.Frame}");
        }
    }

    private void Asked(Frame frame)
    {
        if (frame is JoinFrame or LeaveFrame && KeyOf(RoomOf(frame)!) is { } key)
        {
            _changes[key] = _changes.GetValueOrDefault(key) + 1;
            foreach (var log in _user!.Rooms.Where(room => KeyOf(room.Value) == key).Select(static room => room.Key).ToArray())
            {
                _user.Rooms.Remove(log);
            }
        }
    }

    private bool IsOutside(string room) =>
        KeyOf(room) is { } key && _changes.GetValueOrDefault(key) == 0 && (_isIn.TryGetValue(key, out var isIn) ? !isIn : _isNew);

    /// <summary>A Join or a Leave is answered; null when it changed nothing.</summary>
    private void Changed(string room, bool? isIn)
    {
        if (KeyOf(room) is not { } key)
        {
            return;
        }

        if (isIn is { } known)
        {
            _isIn[key] = known;
        }

        if (--_changes[key] == 0 && _isIn.GetValueOrDefault(key))
        {
            foreach (var (name, follow) in _rooms.Where(room => KeyOf(room.Key) == key))
            {
                _user!.Rooms[follow.Log.Id.Value] = name;
            }
        }
    }

    private void Joined(JoinedFrame joined, Request asked, Moment moment)
    {
        var join = (JoinFrame)asked.Frame;
        CheckPromise(asked, moment);
        CheckAllowed(joined, asked, moment);
        CheckReading(joined.Room, joined.Log, (joined.Head, joined.Read, joined.Mentions), asked, moment);
        var log = Ledger[new(joined.Log)];
        CheckHead(log, joined.Head, asked, moment, joined);
        if (join.Log is { } wanted && wanted != joined.Log)
        {
            Fault($"joined another log than was asked for: {joined}");
        }

        if (join.After > joined.Head)
        {
            Fault($"joined after {join.After}: {joined}");
        }

        if (joined.First < log.FirstToldAt(asked.Stamp) || joined.First > log.FirstAt(moment.Stamp))
        {
            Fault($"the log begins between {log.FirstToldAt(asked.Stamp)} and {log.FirstAt(moment.Stamp)}: {joined}");
        }

        var topic = log.Events.Take((int)joined.Head).LastOrDefault(static stored => stored.Event.Kind == EventKind.Topic)?.Event.Text;
        if ((string.IsNullOrEmpty(topic) ? null : topic) != joined.Topic)
        {
            Fault($"the topic is \"{topic}\": {joined}");
        }

        var cursor = join.After is { } after ? Math.Max(after, joined.First - 1) : joined.Head;
        var follow = new Follow(log, cursor, cursor) { ReplayHead = joined.Head };
        if (joined.Room[0] == '@')
        {
            _directs[log] = follow;
        }
        else
        {
            _rooms[joined.Room] = follow;
            Changed(join.Room, isIn: true);
        }
    }

    private void Done(Request asked, Moment moment)
    {
        CheckPromise(asked, moment);
        if (asked.Frame is not LeaveFrame leave)
        {
            return;
        }

        if (KeyOf(leave.Room) is { } key)
        {
            foreach (var name in _rooms.Keys.Where(name => KeyOf(name) == key).ToArray())
            {
                _rooms.Remove(name);
            }

            Changed(leave.Room, isIn: false);
            return;
        }

        // It goes on from the head, whichever conversation had the name at that moment.
        foreach (var direct in _directs.Values)
        {
            direct.Most = Math.Max(direct.Most, direct.Log.KnownHead(moment.Stamp));
        }
    }

    /// <summary>A head that the server tells is one of a committed log, and not older than what was asked after.</summary>
    private void CheckHead(LogRecord log, long head, Request asked, Moment moment, Frame frame)
    {
        var least = Math.Max(log.KnownHead(asked.Stamp), asked.Seen.GetValueOrDefault(log));
        var most = log.KnownHead(moment.Stamp);
        if (head < least || head > most)
        {
            Fault($"the head is told as {head}, but it was {least} to {most}: {frame}");
        }
    }

    private void CheckInside(Request asked, string room, Moment moment)
    {
        if (WasOutside(room, asked, moment))
        {
            Fault($"somebody outside {room} got an answer from inside");
        }
    }
}
