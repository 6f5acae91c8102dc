using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Tests.History;

/// <summary>One room, and histories of it written out by hand.</summary>
internal sealed class Scene
{
    public const string Room = "#room";
    private readonly List<PageEvent> _stored = [];

    public Scene(bool hasRetention = false)
    {
        Recorder = new HistoryRecorder(hasRetention);
    }

    public HistoryRecorder Recorder { get; }

    public Guid Log { get; } = new(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>Where the log begins in the end.</summary>
    public long First { get; set; } = 1;

    /// <summary>A session of a user who is called as he is.</summary>
    public SessionRecorder Open(string user) => Recorder.Open(user, user);

    public SessionRecorder OpenAndJoin(string user, long? after = 0, long head = 0)
    {
        var session = Open(user);
        Join(session, after, head);
        return session;
    }

    public void Join(SessionRecorder session, long? after, long head, long first = 1) =>
        session.Joined(session.Asks(), after, new JoinedFrame(1, Room, null, first, head, 1, Log, RoomRole.Member, 0, 0));

    /// <summary>Each number is a key of its own.</summary>
    public static PostFrame Post(int key, EventKind kind = EventKind.Text, string? text = null, long? about = null) =>
        new(1, new Guid(key, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), Room, kind, text ?? $"text {key}", about);

    /// <summary>The next event of the log, as it is when it is new.</summary>
    public EventFrame Store(string nick, PostFrame post)
    {
        var seq = First + _stored.Count;
        _stored.Add(new PageEvent(seq, 1_000 + seq, nick, post.Kind, post.Text, post.Ref, post.Key));
        return new EventFrame(Room, seq, 1_000 + seq, nick, post.Kind, post.Text, post.Ref, post.Key);
    }

    /// <summary>What an edit or a deletion makes of an event.</summary>
    public EventFrame Revise(EventFrame said, EventKind kind, string text, long? about)
    {
        var index = (int)(said.Seq - First);
        _stored[index] = _stored[index] with { Kind = kind, Text = text, Ref = about };
        return said with { Kind = kind, Text = text, Ref = about };
    }

    public static void Acknowledge(SessionRecorder session, long askedAt, EventFrame said) =>
        session.Posted(askedAt, new PostedFrame(1, said.Key!.Value, Room, said.Seq, said.Time));

    /// <summary>Sent, stored and acknowledged.</summary>
    public EventFrame Say(SessionRecorder session, PostFrame post)
    {
        var askedAt = session.Posts(post);
        var said = Store(session.Session.User, post);
        Acknowledge(session, askedAt, said);
        return said;
    }

    public IReadOnlyList<string> Check() => HistoryChecker.Check(Recorder.Finish([new FinalLog(Room, Log, First, [.. _stored])]));

    /// <summary>The names of the rules that are broken, each once.</summary>
    public string RulesBroken() => string.Join(' ', Check().Select(static fault => fault.Split(':')[0]).Distinct());
}
