using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>Sessions that are behind go on from their cursors.</summary>
[TestFixture]
internal sealed class LaneCatchUpTests
{
    private static readonly string Large = new('x', 4_000);

    [Test]
    public async Task Deliver_ToAFullOutbox_PushesNoMoreAndGoesOnFromTheNewestBlocks()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var peer = bench.Attach();
        bench.Deliver(room.Follow(peer, 0));
        peer.Outlet.Room = 0;

        for (var i = 0; i < 100; i++)
        {
            room.Say(Large);
            Assert.That(peer.Subscriber.Outbox.Count, Is.LessThan(Lane.OutboxBound + 5_000));
        }

        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);

        Assert.That(peer.Seqs, Is.EqualTo(Enumerable.Range(1, 100)));
        Assert.That(bench.Log.Reads, Is.Zero);
        room.Say("live");
        Assert.That(peer.Seqs.Last(), Is.EqualTo(101));
    }

    [Test]
    public async Task Deliver_ToOneWhoIsBehindTheNewestBlocks_GoesOnFromTheLog()
    {
        await using var bench = new LaneBench(recentBytes: 10_000);
        var room = bench.NewRoom();
        var peer = bench.Attach();
        bench.Deliver(room.Follow(peer, 0));
        peer.Outlet.Room = 0;
        for (var i = 0; i < 100; i++)
        {
            room.Say(Large);
        }

        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);

        Assert.That(peer.Seqs, Is.EqualTo(Enumerable.Range(1, 100)));
        Assert.That(bench.Log.Reads, Is.GreaterThan(5));
    }

    [Test]
    public async Task Subscribe_BehindTheHead_GivesWhatWasMissedThenWhatIsNew()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        room.Commit("1", "2", "3", "4");
        var peer = bench.Attach();

        bench.Deliver(Instruction.Answer(peer.Subscriber, FrameCodec.Encode(new DoneFrame(1))), room.Follow(peer, 2));
        room.Say("5");

        Assert.That(peer.Outlet.Frames[0], Is.InstanceOf<DoneFrame>());
        Assert.That(peer.Outlet.Events.Select(e => e.Text), Is.EqualTo(new[] { "3", "4", "5" }));
    }

    [Test]
    public async Task Subscribe_InTheMiddleOfAKeptBlock_BeginsThere()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var (first, late) = (bench.Attach(), bench.Attach());
        bench.Deliver(room.Follow(first, 0));
        room.Say("1", "2", "3");
        room.Say("4");

        bench.Deliver(room.Follow(late, 1));

        Assert.That(late.Seqs, Is.EqualTo(new[] { 2, 3, 4 }));
        Assert.That(bench.Log.Reads, Is.Zero);
    }

    [Test]
    public async Task Subscribe_Again_MovesTheCursorBothWays()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var peer = bench.Attach();
        bench.Deliver(room.Follow(peer, 0));
        room.Say("1", "2", "3");

        bench.Deliver(room.Follow(peer, 1));
        Assert.That(peer.Seqs, Is.EqualTo(new[] { 1, 2, 3, 2, 3 }));

        peer.Outlet.Room = 0;
        for (var i = 0; i < 40; i++)
        {
            room.Say(Large);
        }

        bench.Deliver(room.Follow(peer, room.Head));
        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);
        room.Say("44");

        var seqs = peer.Seqs.Skip(5).ToArray();
        Assert.That(seqs[^1], Is.EqualTo(44));
        Assert.That(seqs[..^1], Is.EqualTo(Enumerable.Range(4, seqs.Length - 1)));
        Assert.That(seqs, Has.Length.LessThan(25));
    }

    [Test]
    public async Task Subscribe_WhileARead_IsUnderWay_DropsWhatItFinds()
    {
        await using var bench = new LaneBench(recentBytes: 1);
        var room = bench.NewRoom();
        room.Commit("1", "2", "3");
        var peer = bench.Attach();
        var gate = bench.Log.HoldReads(inline: true);
        bench.Deliver(room.Follow(peer, 0));
        Assert.That(peer.Outlet.Bytes, Is.Empty);

        bench.Deliver(room.Follow(peer, 2));
        gate.Open();
        await bench.Scheduler.RunUntilAsync(() => peer.Outlet.Count > 0);

        Assert.That(peer.Seqs, Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public async Task Unsubscribe_WhileAReadIsUnderWay_SendsNothingOfIt()
    {
        await using var bench = new LaneBench(recentBytes: 1);
        var (room, other) = (bench.NewRoom(), bench.NewRoom("#other"));
        room.Commit("1", "2", "3");
        other.Commit("1");
        var peer = bench.Attach();
        var gate = bench.Log.HoldReads(inline: true);
        bench.Deliver(room.Follow(peer, 0), other.Follow(peer, 0));

        bench.Deliver(room.Unfollow(peer));
        room.Say("4");
        gate.Open();
        await bench.Scheduler.RunUntilAsync(() => peer.Outlet.Count > 0);

        Assert.That(peer.Outlet.Events.Select(e => e.Room), Is.EqualTo(new[] { "#other" }));
    }

    [Test]
    public async Task Deliver_WhileAReadIsUnderWay_ComesAfterIt()
    {
        await using var bench = new LaneBench(recentBytes: 1);
        var room = bench.NewRoom();
        room.Commit("1", "2");
        var peer = bench.Attach();
        var gate = bench.Log.HoldReads(inline: true);
        bench.Deliver(room.Follow(peer, 0));

        room.Say("3");
        room.Say("4");
        gate.Open();
        await bench.Scheduler.RunUntilAsync(() => peer.Outlet.Count > 0 && peer.Seqs.Last() == 4);

        Assert.That(peer.Seqs, Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task CatchUp_InSeveralRooms_GivesEachItsTurn()
    {
        await using var bench = new LaneBench(recentBytes: 1);
        LaneBench.RoomLog[] rooms = [bench.NewRoom("#a"), bench.NewRoom("#b"), bench.NewRoom("#c")];
        foreach (var room in rooms)
        {
            room.Commit([.. Enumerable.Repeat(Large, 60)]);
        }

        var peer = bench.Attach();
        peer.Outlet.Room = 0;
        bench.Deliver([.. rooms.Select(room => room.Follow(peer, 0))]);
        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);

        var events = peer.Outlet.Events;
        foreach (var room in rooms)
        {
            Assert.That(events.Where(e => e.Room == room.Name).Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, 60)));
            Assert.That(events.Take(60).Count(e => e.Room == room.Name), Is.GreaterThan(7), $"{room.Name} had to wait.");
        }
    }

    [Test]
    public async Task CatchUp_OfALongLog_LetsOthersHaveTheirTurnMeanwhile()
    {
        await using var bench = new LaneBench(recentBytes: 1);
        var room = bench.NewRoom();
        room.Commit([.. Enumerable.Repeat(Large, 2_000)]);
        var (late, other) = (bench.Attach(), bench.Attach());

        // As the driver does it: the lane is run in line, and then it is the scheduler's turn.
        bench.Lanes.Deliver([room.Follow(late, 0)]);
        Assert.That(late.Outlet.Count, Is.LessThan(1_000_000), "Whoever delivers is held up by somebody's backlog.");
        bench.Lanes.Deliver([Instruction.Answer(other.Subscriber, FrameCodec.Encode(new DoneFrame(1)))]);
        while (other.Outlet.Count == 0)
        {
            Assert.That(bench.Scheduler.RunOne());
        }

        Assert.That(late.Outlet.Count, Is.LessThan(2_000_000), "Others wait for somebody's backlog.");
        bench.Scheduler.Run();
        Assert.That(late.Seqs, Is.EqualTo(Enumerable.Range(1, 2_000)));
    }

    [Test]
    public async Task CatchUp_BelowWhatIsKept_TellsTheGapAndGoesOnAtFirst()
    {
        await using var bench = new LaneBench(recentBytes: 1, capacity: 100_000);
        var room = bench.NewRoom();
        room.Commit("1", "2");
        var peer = bench.Attach();
        bench.Deliver(room.Follow(peer, 0));
        peer.Outlet.Room = 0;
        for (var i = 0; i < 100; i++)
        {
            room.Say(Large);
        }

        peer.Outlet.Room = int.MaxValue;
        bench.Drain(peer);

        var frames = peer.Outlet.Frames;
        var gap = frames.Single(frame => frame is GapFrame);
        var at = frames.ToList().IndexOf(gap);
        Assert.That(gap, Is.EqualTo(new GapFrame("#room", ((EventFrame)frames[at + 1]).Seq)));
        Assert.That(peer.Seqs.Last(), Is.EqualTo(room.Head));
        Assert.That(frames.Skip(at + 1).Select(frame => ((EventFrame)frame).Seq), Is.EqualTo(Enumerable.Range((int)((GapFrame)gap).First, (int)(room.Head - ((GapFrame)gap).First + 1))));
        Assert.That(frames.Take(at).Select(frame => ((EventFrame)frame).Seq), Is.EqualTo(Enumerable.Range(1, at)));
    }

    [Test]
    public async Task CatchUp_InALogOfWhichNothingIsKept_TellsTheGapUpToTheHead()
    {
        await using var bench = new LaneBench(recentBytes: 1, capacity: 10_000);
        var (room, other) = (bench.NewRoom(), bench.NewRoom("#other"));
        room.Commit("1", "2", "3");
        other.Commit(Large, Large, Large);
        var peer = bench.Attach();

        bench.Deliver(room.Follow(peer, 1));
        room.Say("4");

        Assert.That(peer.Outlet.Frames[0], Is.EqualTo(new GapFrame("#room", 4)));
        Assert.That(peer.Seqs, Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public async Task CatchUp_WhenTheLogCannotBeRead_TriesAgainAfterAPause()
    {
        await using var bench = new LaneBench(recentBytes: 1);
        var (room, other) = (bench.NewRoom(), bench.NewRoom("#other"));
        room.Commit("1", "2");
        var (peer, live) = (bench.Attach(), bench.Attach());
        bench.Log.FailReads(2);
        bench.Deliver(room.Follow(peer, 0), other.Follow(peer, 0), other.Follow(live, 0));
        other.Say("meanwhile");
        Assert.That(live.Seqs, Is.EqualTo(new[] { 1 }), "The others go on.");

        for (var failures = 1; failures <= 2; failures++)
        {
            Assert.That(bench.Log.Reads, Is.EqualTo(failures));
            bench.Time.Advance(bench.Context.ReadRetry - TimeSpan.FromMilliseconds(1));
            Assert.That(bench.Scheduler.IsIdle);
            bench.Time.Advance(TimeSpan.FromMilliseconds(1));
            await bench.Scheduler.RunUntilAsync(() => bench.Log.Reads > failures);
        }

        bench.Scheduler.Run();
        room.Say("3");
        Assert.That(peer.Outlet.Events.Where(e => e.Room == "#room").Select(e => e.Seq), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(peer.Outlet.Events.Where(e => e.Room == "#other").Select(e => e.Seq), Is.EqualTo(new[] { 1 }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task CatchUp_WhenTheStoreIsBroken_IsAFaultAndNotSilence(bool late)
    {
        var store = new BrokenLog(late);
        var bench = new LaneBench();
        var lanes = new Lanes(bench.Context with { Log = store }, 1);
        var room = bench.NewRoom();
        room.Commit("1");

        lanes.Deliver([room.Follow(lanes.Attach(new SessionId(1), new NullOutlet()), 0)]);
        store.Break();
        await bench.Scheduler.RunUntilAsync(() => bench.Faults.Count > 0);

        Assert.That(bench.Faults, Has.Count.EqualTo(1));
        bench.Faults.Clear();
        await lanes.DisposeAsync();
        await bench.DisposeAsync();
    }

    [Test]
    public async Task Detach_WhileAReadIsUnderWay_SendsNothingOfIt()
    {
        await using var bench = new LaneBench(recentBytes: 1);
        var room = bench.NewRoom();
        room.Commit("1");
        var (peer, other) = (bench.Attach(), bench.Attach());
        var gate = bench.Log.HoldReads(inline: true);
        bench.Deliver(room.Follow(peer, 0), room.Follow(other, 0));

        peer.Subscriber.Detach();
        bench.Scheduler.Run();
        gate.Open();
        await bench.Scheduler.RunUntilAsync(() => other.Outlet.Count > 0);

        Assert.That(peer.Outlet.Bytes, Is.Empty);
        Assert.That(other.Seqs, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Forget_OfOldText_LetsNobodyReadItAnyMore()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        var (live, slow) = (bench.Attach(), bench.Attach());
        bench.Deliver(room.Follow(live, 0), room.Follow(slow, 0));
        slow.Outlet.Room = 0;
        for (var i = 0; i < 30; i++)
        {
            room.Say(Large);
        }

        var secret = room.Say("secret").First;
        var deletion = room.Revise(EventKind.Delete, secret, "");
        bench.Deliver(Instruction.Events(room.Feed, deletion), new Instruction { Kind = InstructionKind.Forget, Details = new InstructionDetails { Feed = room.Feed } });
        room.Say("after");
        slow.Outlet.Room = int.MaxValue;
        bench.Drain(slow);

        Assert.That(slow.Seqs, Is.EqualTo(Enumerable.Range(1, (int)room.Head)));
        Assert.That(slow.Outlet.Events.Select(e => e.Text), Has.None.EqualTo("secret"));
        Assert.That(slow.Outlet.Events[(int)secret - 1], Has.Property("Kind").EqualTo(EventKind.Delete));
        Assert.That(live.Outlet.Events.Select(e => e.Text), Has.Some.EqualTo("secret"));
    }

    [Test]
    public async Task Rename_OfAFeed_NamesWhatComesAfterItWhereverItComesFrom()
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom("@bob");
        var (live, slow) = (bench.Attach(), bench.Attach());
        bench.Deliver(room.Follow(live, 0), room.Follow(slow, 0));
        slow.Outlet.Room = 0;
        for (var i = 0; i < 30; i++)
        {
            room.Say(Large);
        }

        room.Name = "@rob";
        bench.Deliver(new Instruction { Kind = InstructionKind.Rename, Details = new InstructionDetails { Feed = room.Feed, Name = room.Name } });
        room.Say("31");
        slow.Outlet.Room = int.MaxValue;
        bench.Drain(slow);

        Assert.That(live.Outlet.Events.Select(e => e.Room), Is.EqualTo(Enumerable.Repeat("@bob", 30).Append("@rob")));
        Assert.That(slow.Seqs, Is.EqualTo(Enumerable.Range(1, 31)));
        Assert.That(slow.Outlet.Events.Select(e => e.Room), Is.Ordered.And.Contains("@rob"));
    }
}
