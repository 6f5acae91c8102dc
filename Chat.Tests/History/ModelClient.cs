using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>A client that does all as it should: goes on from its cursors, and sends again what was not answered, in order and one at a time.</summary>
internal sealed class ModelClient
{
    private readonly HistoryRecorder _recorder;
    private readonly Draw _draw;
    private readonly string _user;
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, (long Stamp, Frame Frame)> _asked = [];
    private readonly Drafts _drafts;

    /// <summary>In the order in which they were first sent: what has no good answer yet, and whether it is on its way.</summary>
    private readonly List<(PostFrame Post, bool IsOnItsWay)> _outbox = [];
    private SessionRecorder? _session;
    private bool _isResending;
    private string _nick;
    private uint _id;

    public ModelClient(string user, HistoryRecorder recorder, Draw draw)
    {
        _user = user;
        _nick = user;
        _recorder = recorder;
        _draw = draw;
        _drafts = new Drafts(user, draw);
    }

    /// <summary>Null while there is none.</summary>
    public ModelConnection? Connection { get; private set; }

    public bool IsJoined => _cursors.Count > 0;

    public bool IsIdle => _outbox.Count == 0 && _asked.Count == 0;

    public void Connect(ModelServer server)
    {
        Connection = new ModelConnection(_user, _nick);
        server.Connections.Add(Connection);
        _session = _recorder.Open(_user, _nick);
        foreach (var (room, cursor) in _cursors.ToArray())
        {
            Join(room, _draw.Chance(0.1) ? null : cursor);
        }
    }

    /// <summary>The connection is lost, after some more of what was on its way has come.</summary>
    public void Lose(ModelServer server)
    {
        for (var count = _draw.Below(Connection!.Answers.Count + 1); count > 0; count--)
        {
            Receive();
        }

        server.Connections.Remove(Connection);
        Connection = null;
        _session!.Ended();
        _asked.Clear();
        for (var i = 0; i < _outbox.Count; i++)
        {
            _outbox[i] = _outbox[i] with { IsOnItsWay = false };
        }

        _isResending = _outbox.Count > 0;
    }

    public void Join(string room, long? after) => Ask(new JoinFrame(++_id, room, after), _session!.Asks());

    /// <summary>Leaves a room it is in, unless something said there is not answered yet.</summary>
    public void Leave()
    {
        if (_cursors.Count > 0 && _draw.PickFrom([.. _cursors.Keys]) is var room && !IsAsking(room) && !_outbox.Exists(entry => entry.Post.Room == room))
        {
            Ask(new LeaveFrame(++_id, room), 0);
        }
    }

    public void Rename()
    {
        _nick = $"{_user}{_draw.Below(100)}";
        _session!.Renamed(_nick);
        Connection!.Nick = _nick;
    }

    /// <summary>Sends something: what waits to be sent again, or something new.</summary>
    /// <param name="outside">A room where it may try to speak without being in it.</param>
    public void Say(string? outside)
    {
        if (_isResending)
        {
            Resend();
        }
        else if (outside is not null && !_cursors.ContainsKey(outside) && !IsAsking(outside))
        {
            PostNew(_drafts.Outside(outside));
        }
        else if (_cursors.Keys.Where(room => !IsAsking(room)).ToArray() is { Length: > 0 } rooms)
        {
            PostNew(_drafts.Next(rooms));
        }
    }

    /// <summary>Sends the first thing again that waits for it, once nothing is on its way.</summary>
    public void Resend()
    {
        if (_outbox.Count > 0 && _outbox.TrueForAll(static entry => !entry.IsOnItsWay))
        {
            Post(0);
        }
    }

    public void Receive()
    {
        switch (Connection!.Answers.Dequeue())
        {
            case EventFrame said:
                _session!.Delivered(said);
                _cursors[said.Room] = said.Seq;
                break;
            case JoinedFrame joined when _asked.Remove(joined.Id, out var asked):
                var after = ((JoinFrame)asked.Frame).After;
                _session!.Joined(asked.Stamp, after, joined);
                _cursors[joined.Room] = after ?? joined.Head;
                break;
            case DoneFrame done when _asked.Remove(done.Id, out var asked):
                var room = ((LeaveFrame)asked.Frame).Room;
                _session!.Left(room);
                _cursors.Remove(room);
                break;
            case PostedFrame posted when _asked.Remove(posted.Id, out var asked):
                _session!.Posted(asked.Stamp, posted);
                Forget(posted.Key);
                _drafts.Keep((PostFrame)asked.Frame, posted.Seq);
                break;
            case ErrorFrame error when _asked.Remove(error.Id, out var asked):
                _session!.Refused(asked.Stamp, error.Code);
                Refused(((PostFrame)asked.Frame).Key, error.Code);
                break;
        }
    }

    private void Refused(Guid key, string code)
    {
        if (code == ErrorCodes.StorageFull)
        {
            var index = _outbox.FindIndex(entry => entry.Post.Key == key);
            _outbox[index] = _outbox[index] with { IsOnItsWay = false };
            _isResending = true;
        }
        else
        {
            Forget(key);
        }
    }

    private void Forget(Guid key)
    {
        _outbox.RemoveAll(entry => entry.Post.Key == key);
        _isResending &= _outbox.Count > 0;
    }

    /// <summary>Whether a Join or a Leave of it is not answered yet.</summary>
    private bool IsAsking(string room) =>
        _asked.Values.Any(asked => (asked.Frame is JoinFrame join && join.Room == room) || (asked.Frame is LeaveFrame leave && leave.Room == room));

    private void PostNew(PostFrame post)
    {
        _outbox.Add((post, false));
        Post(_outbox.Count - 1);
    }

    private void Post(int index)
    {
        var post = _outbox[index].Post with { Id = ++_id };
        _outbox[index] = (post, true);
        Ask(post, _session!.Posts(post));
    }

    private void Ask(Frame frame, long stamp)
    {
        _asked.Add(_id, (stamp, frame));
        Connection!.Requests.Enqueue(frame);
    }
}
