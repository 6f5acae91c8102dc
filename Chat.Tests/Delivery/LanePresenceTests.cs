using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>What is in no log: told to those who keep up, made good for those who do not.</summary>
[TestFixture]
internal sealed class LanePresenceTests
{
    private static readonly string Large = new('x', 4_000);

    private LaneBench _bench = null!;
    private LaneBench.RoomLog _room = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new LaneBench();
        _room = _bench.NewRoom();
    }

    [TearDown]
    public ValueTask TearDown() => _bench.DisposeAsync();

    [TestCase(InstructionKind.RoomPresence)]
    [TestCase(InstructionKind.Typing)]
    public void Deliver_OfSomethingForARoom_GoesToAllButTheOne(object kind)
    {
        var (one, other) = (_bench.Attach(), _bench.Attach());
        _bench.Deliver(_room.Follow(one, 0), _room.Follow(other, 0));

        _bench.Deliver(Ephemeral((InstructionKind)kind, one));

        Assert.That(one.Outlet.Bytes, Is.Empty);
        Assert.That(other.Outlet.Frames, Has.Count.EqualTo(1));
    }

    [Test]
    public void Deliver_OfPresenceToOneWhoIsBehind_IsMadeGoodOnceHeHasEverything()
    {
        var peer = Behind();

        _bench.Deliver(Ephemeral(InstructionKind.RoomPresence), Ephemeral(InstructionKind.RoomPresence));
        _room.Say(Large);
        CatchUp(peer);

        var stale = new PresenceFrame("#room", null, UserStatus.Offline);
        Assert.That(peer.Seqs, Is.EqualTo(Enumerable.Range(1, (int)_room.Head)));
        Assert.That(peer.Outlet.Frames.Where(frame => frame is PresenceFrame), Is.EqualTo(new[] { stale }));
        Assert.That(peer.Outlet.Frames[^1], Is.EqualTo(stale));
        _bench.Deliver(Ephemeral(InstructionKind.RoomPresence));
        Assert.That(peer.Outlet.Frames[^1], Is.Not.EqualTo(stale));
    }

    [Test]
    public void Deliver_OfTypingToOneWhoIsBehind_IsForgotten()
    {
        var peer = Behind();

        _bench.Deliver(Ephemeral(InstructionKind.Typing));
        CatchUp(peer);

        Assert.That(peer.Outlet.Frames, Is.All.InstanceOf<EventFrame>());
    }

    [Test]
    public void Deliver_OfPresenceForASessionThatIsFarBehind_MarksAllItsRooms()
    {
        var other = _bench.NewRoom("#other");
        var peer = _bench.Attach();
        _bench.Deliver(_room.Follow(peer, 0), other.Follow(peer, 0));
        peer.Outlet.Room = 0;
        for (var i = 0; i < 20; i++)
        {
            _bench.Deliver(Instruction.Notice(peer.Subscriber, FrameCodec.Encode(new ErrorFrame(1, "x", new string('x', 20_000)))));
        }

        var presence = FrameCodec.Encode(new PresenceFrame(null, "bob", UserStatus.Away));
        var waiting = peer.Subscriber.Outbox.Count;
        for (var i = 0; i < 1_000; i++)
        {
            _bench.Deliver(new Instruction { Kind = InstructionKind.Presence, Subscriber = peer.Subscriber, Bytes = presence });
        }

        Assert.That(peer.Subscriber.Outbox.Count, Is.EqualTo(waiting));
        CatchUp(peer);
        Assert.That(
            peer.Outlet.Frames.OfType<PresenceFrame>(),
            Is.EquivalentTo(new[] { new PresenceFrame("#room", null, UserStatus.Offline), new PresenceFrame("#other", null, UserStatus.Offline) }));
    }

    [Test]
    public void Deliver_OfPresenceForASessionThatKeepsUp_GoesOut()
    {
        var peer = _bench.Attach();
        var presence = FrameCodec.Encode(new PresenceFrame(null, "bob", UserStatus.Away));

        _bench.Deliver(new Instruction { Kind = InstructionKind.Presence, Subscriber = peer.Subscriber, Bytes = presence });

        Assert.That(peer.Outlet.Bytes, Is.EqualTo(presence));
    }

    private Instruction Ephemeral(InstructionKind kind, LaneBench.Peer? except = null) => new()
    {
        Kind = kind,
        Details = new InstructionDetails { Feed = _room.Feed, Except = except?.Subscriber },
        Bytes = FrameCodec.Encode(kind == InstructionKind.Typing ? new TypingFrame("#room", "bob", true) : new PresenceFrame("#room", "bob", UserStatus.Online)),
    };

    private LaneBench.Peer Behind()
    {
        var peer = _bench.Attach();
        _bench.Deliver(_room.Follow(peer, 0));
        peer.Outlet.Room = 0;
        for (var i = 0; i < 30; i++)
        {
            _room.Say(Large);
        }

        return peer;
    }

    private void CatchUp(LaneBench.Peer peer)
    {
        peer.Outlet.Room = int.MaxValue;
        _bench.Drain(peer);
    }
}
