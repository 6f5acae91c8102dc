using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

/// <summary>A session with its clock in hand, and a server that is whatever the test says.</summary>
internal sealed class SessionHarness
{
    public static readonly Guid LobbyLog = new("11111111-0000-0000-0000-000000000000");
    public static readonly Guid OtherLog = new("22222222-0000-0000-0000-000000000000");
    public static readonly Guid Secret = new("33333333-0000-0000-0000-000000000000");

    private int _keys;

    public SessionHarness(Func<LinkOptions, LinkOptions>? change = null)
    {
        var options = new LinkOptions { Server = "test", Nick = "alice", Rooms = ["#lobby"], NewKey = NewKey };
#pragma warning disable RS0030 // A seed makes it the same every time.
        Session = new Session(change?.Invoke(options) ?? options, new Random(1));
#pragma warning restore RS0030
    }

    public Session Session { get; }

    public TimeSpan Now { get; private set; }

    public Guid NewKey() => new(++_keys, 0, 0, new byte[8]);

    public void Advance(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Session.Tick(Now);
    }

    public void Receive(params Frame[] frames)
    {
        foreach (var frame in frames)
        {
            Session.Receive(frame, Now);
        }
    }

    /// <summary>The next frame that the session sends.</summary>
    public T Sent<T>()
        where T : Frame
    {
        Assert.That(Session.TryTakeFrame(out var frame), Is.True, $"nothing is sent where {typeof(T).Name} should be");
        Assert.That(frame, Is.TypeOf<T>());
        return (T)frame!;
    }

    public void AssertNothingSent() => Assert.That(Session.TryTakeFrame(out var frame) ? frame : null, Is.Null);

    public List<LinkEvent> Events()
    {
        var events = new List<LinkEvent>();
        while (Session.TryTakeEvent(out var happened))
        {
            events.Add(happened!);
        }

        return events;
    }

    public List<long> Arrived() => [.. Events().OfType<LinkEvent.Arrived>().Select(arrived => arrived.Event.Seq)];

    public static WelcomeFrame Welcome(uint id, string nick = "alice", params RoomState[] rooms) => new(
        id, 1, "test", nick, false, Secret, 0, new WireLimits(65_536, 16_384, 32, 64), null, rooms, false);

    public static JoinedFrame Joined(uint id, string room, long head, long first = 1, Guid? log = null, int members = 1) =>
        new(id, room, null, first, head, members, log ?? LobbyLog, RoomRole.Member, 0, 0);

    public static EventFrame Said(string room, long seq, string text = "x", string nick = "bob", Guid? key = null) =>
        new(room, seq, seq * 1000, nick, EventKind.Text, text, null, key);

    public static PageFrame Page(uint id, string room, params long[] seqs) =>
        new(id, room, [.. seqs.Select(seq => new PageEvent(seq, seq * 1000, "bob", EventKind.Text, "x"))], false, 1);

    /// <summary>Connects and greets.</summary>
    public HelloFrame Greet(params RoomState[] rooms)
    {
        Session.Connected(Now);
        var hello = Sent<HelloFrame>();
        Receive(Welcome(hello.Id, hello.Nick!, rooms));
        return hello;
    }

    /// <summary>Connects, greets and enters the lobby, with this head.</summary>
    public JoinFrame EnterLobby(long head)
    {
        Greet();
        var join = Sent<JoinFrame>();
        Receive(Joined(join.Id, "#lobby", head));
        Events();
        return join;
    }

    /// <summary>Loses the connection and makes another one.</summary>
    public HelloFrame Reconnect(params RoomState[] rooms)
    {
        Session.Lost(Now);
        return Greet(rooms);
    }

    public Outgoing Post(string room, string text)
    {
        var post = new Outgoing(NewKey(), room, EventKind.Text, text, null);
        Session.Post(post, Now);
        return post;
    }
}
