using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>Subscriptions that end at an event, after which one frame more comes and then nothing.</summary>
[TestFixture]
internal sealed class LaneEndingTests
{
    private static readonly string Large = new('x', 4_000);

    [Test]
    public async Task End_OfALiveSession_SendsTheLastFrameAndNothingAfterIt()
    {
        await using var bench = new LaneBench();
        var (room, other) = (bench.NewRoom(), bench.NewRoom("#other"));
        var (peer, stays) = (bench.Attach(), bench.Attach());
        bench.Deliver(room.Follow(peer, 0), other.Follow(peer, 0), room.Follow(stays, 0));

        bench.Deliver(Instruction.Events(room.Feed, room.Commit("before", "kick")), room.End(peer, Out("#room")), Presence(room));
        room.Say("after");
        other.Say("elsewhere");

        Assert.That(Seen(peer), Is.EqualTo(new[] { "1", "2", "out", "1" }));
        Assert.That(stays.Seqs, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [TestCase(8 * 1024 * 1024)]
    [TestCase(10_000)]
    public async Task End_OfASessionThatIsBehind_LetsItReadOnToThereAndNoFurther(int recentBytes)
    {
        await using var bench = new LaneBench(recentBytes: recentBytes);
        var room = bench.NewRoom();
        var peer = Behind(bench, room, events: 100);

        bench.Deliver(room.End(peer, Out("#room")), Presence(room));
        for (var i = 0; i < 50; i++)
        {
            room.Say(Large);
        }

        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);
        room.Say("live");

        Assert.That(peer.Seqs, Is.EqualTo(Enumerable.Range(1, 100)));
        Assert.That(peer.Outlet.Frames[^1], Is.EqualTo(Out("#room")));
        Assert.That(peer.Outlet.Frames, Has.Count.EqualTo(101), "No presence either.");
    }

    [Test]
    public async Task End_InTheMiddleOfABlock_CutsIt()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var (peer, stays) = (bench.Attach(), bench.Attach());
        bench.Deliver(room.Follow(stays, 0), room.Follow(peer, 0));
        peer.Outlet.Room = 0;
        var fill = room.Say([.. Enumerable.Repeat(Large, 20)]);
        var end = room.End(peer, Out("#room")) with { Details = new InstructionDetails { Feed = room.Feed, Cursor = 22 } };
        var block = room.Commit("21", "22", "23", "24");

        bench.Deliver(Instruction.Events(room.Feed, block), end);
        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);

        Assert.That(fill.Last, Is.EqualTo(20));
        Assert.That(peer.Seqs, Is.EqualTo(Enumerable.Range(1, 22)));
        Assert.That(peer.Outlet.Frames[^1], Is.EqualTo(Out("#room")));
        Assert.That(stays.Seqs, Is.EqualTo(Enumerable.Range(1, 24)));
    }

    [Test]
    public async Task End_WhileARead_IsUnderWay_TakesWhatItFinds()
    {
        await using var bench = new LaneBench(recentBytes: 0);
        var room = bench.NewRoom();
        room.Commit("1", "2", "3");
        var gate = bench.Log.HoldReads();
        var peer = bench.Attach();
        bench.Deliver(room.Follow(peer, 0));

        bench.Deliver(Instruction.Events(room.Feed, room.Commit("kick")), room.End(peer, Out("#room")));
        room.Say("after");
        Assert.That(peer.Outlet.Frames, Is.Empty);
        gate.Open();
        await bench.Scheduler.RunUntilAsync(() => peer.Outlet.Frames.Count == 5);

        Assert.That(Seen(peer), Is.EqualTo(new[] { "1", "2", "3", "4", "out" }));
    }

    [Test]
    public async Task End_OfASessionThatRetentionHasPassed_TellsOfTheGapAndStillEnds()
    {
        await using var bench = new LaneBench(recentBytes: 0, capacity: 60_000);
        var room = bench.NewRoom();
        var peer = Behind(bench, room, events: 40);
        var got = peer.Subscriber.Subscriptions.Find(room.Feed)!.Cursor;

        bench.Deliver(room.End(peer, Out("#room")));
        for (var i = 0; i < 40; i++)
        {
            room.Say(Large);
        }

        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);

        Assert.That(peer.Seqs, Is.EqualTo(Enumerable.Range(1, (int)got)));
        Assert.That(peer.Outlet.Frames.TakeLast(2), Is.EqualTo(new Frame[] { new GapFrame("#room", 41), Out("#room") }));
        room.Say("live");
        Assert.That(peer.Outlet.Frames[^1], Is.EqualTo(Out("#room")));
    }

    [Test]
    public async Task End_OfASessionThatDoesNotFollow_IsToldAtOnce()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var peer = bench.Attach();
        room.Commit("1");

        bench.Deliver(room.End(peer, Out("#room")));
        room.Say("2");

        Assert.That(Seen(peer), Is.EqualTo(new[] { "out" }));
    }

    [Test]
    public async Task Subscribe_AfterAnEndThatIsNotReached_TakesItsPlace()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var peer = Behind(bench, room, events: 60);
        bench.Deliver(room.End(peer, Out("#room")));
        room.Say("while out");

        bench.Deliver(room.Follow(peer, 55));
        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);
        room.Say("live");

        Assert.That(peer.Outlet.Frames, Has.None.InstanceOf<MembershipFrame>());
        Assert.That(peer.Seqs.TakeLast(7), Is.EqualTo(Enumerable.Range(56, 7)));
    }

    [Test]
    public async Task Notice_OfAFeedWhoseEndIsNotReached_ComesAfterIt()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var peer = Behind(bench, room, events: 60);
        bench.Deliver(room.End(peer, Out("#room")));

        bench.Deliver(room.Notice(peer, Out("#room") with { In = true }));
        room.Say("out again");
        bench.Deliver(room.End(peer, Out("#room") with { Reason = "again" }));
        bench.Deliver(room.Notice(peer, Out("#room") with { In = true, Reason = "newest" }));
        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);

        Assert.That(peer.Seqs, Is.EqualTo(Enumerable.Range(1, 60)));
        Assert.That(peer.Outlet.Frames.OfType<MembershipFrame>(), Is.EqualTo(new[] { Out("#room"), Out("#room") with { In = true, Reason = "newest" } }));
    }

    [Test]
    public async Task Finish_OfASessionWithAnEndThatIsNotReached_LeavesNothingBehind()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var peer = Behind(bench, room, events: 60);
        bench.Deliver(room.End(peer, Out("#room")));

        bench.Deliver(Instruction.Finish(peer.Subscriber, FrameCodec.Encode(new ByeFrame("over"))));
        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);

        Assert.That(peer.Outlet.Frames[^1], Is.EqualTo(new ByeFrame("over")));
        Assert.That(peer.Outlet.Flushes, Is.EqualTo(1));
        Assert.That(peer.Subscriber.Subscriptions, Is.Empty);
    }

    /// <summary>Somebody who follows the room and takes nothing while so much is said that it does not fit his outbox.</summary>
    private static LaneBench.Peer Behind(LaneBench bench, LaneBench.RoomLog room, int events)
    {
        var peer = bench.Attach();
        bench.Deliver(room.Follow(peer, 0));
        peer.Outlet.Room = 0;
        for (var i = 0; i < events; i++)
        {
            room.Say(Large);
        }

        Assert.That(peer.Subscriber.Subscriptions.Find(room.Feed)!.Cursor, Is.LessThan(events));
        return peer;
    }

    private static MembershipFrame Out(string room) => new(room, Guid.Empty, false, "op", "why");

    private static Instruction Presence(LaneBench.RoomLog room) => new()
    {
        Kind = InstructionKind.RoomPresence,
        Details = new InstructionDetails { Feed = room.Feed },
        Bytes = FrameCodec.Encode(new PresenceFrame(room.Name, "ann", UserStatus.Offline)),
    };

    private static IEnumerable<string> Seen(LaneBench.Peer peer) => peer.Outlet.Frames.OfType<Frame>().Where(static frame => frame is EventFrame or MembershipFrame)
        .Select(static frame => frame is EventFrame e ? $"{e.Seq}" : "out");
}
