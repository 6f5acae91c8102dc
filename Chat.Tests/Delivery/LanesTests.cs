using System.Collections.Concurrent;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>Several lanes, and what a delivery costs.</summary>
[TestFixture]
internal sealed class LanesTests
{
    [Test]
    public async Task Deliver_OverSeveralLanes_ReachesAllAndRunsOneInLine()
    {
        await using var bench = new LaneBench(lanes: 3);
        var room = bench.NewRoom();
        var peers = Enumerable.Range(0, 9).Select(_ => bench.Attach()).ToArray();
        bench.Deliver([.. peers.Select(peer => room.Follow(peer, 0))]);
        var block = room.Commit("one");

        bench.Lanes.Deliver([Instruction.Answer(peers[1].Subscriber, FrameCodec.Encode(new DoneFrame(1))), Instruction.Events(room.Feed, block)]);
        Assert.That(peers.Count(peer => peer.Outlet.Count > 0), Is.EqualTo(3), "One lane is run right here.");
        bench.Scheduler.Run();

        Assert.That(peers.Select(peer => peer.Seqs), Is.All.EqualTo(new[] { 1 }));
        Assert.That(peers.Select(peer => peer.Outlet.Answers), Is.EqualTo(new[] { 0, 1, 0, 0, 0, 0, 0, 0, 0 }));
        Assert.That(peers.Select(peer => peer.Subscriber.Lane).Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public async Task Deliver_ForOneSessionOnly_WakesNoOtherLane()
    {
        await using var bench = new LaneBench(lanes: 3);
        var peer = bench.Attach();

        bench.Lanes.Deliver([Instruction.Answer(peer.Subscriber, FrameCodec.Encode(new DoneFrame(1)))]);

        Assert.That(peer.Outlet.Answers, Is.EqualTo(1));
        Assert.That(bench.Scheduler.Count, Is.Zero);
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task Deliver_OnRealThreads_KeepsEverybodysOrder(int lanes)
    {
        const int Groups = 400;
        var faults = new ConcurrentQueue<Exception>();
        await using var bench = new LaneBench();
        var context = new LaneContext(bench.Log, ThreadPoolScheduler.Instance, TimeProvider.System, faults.Enqueue) { RecentBytes = 64 * 1024 };
        await using var many = new Lanes(context, lanes);
        var room = bench.NewRoom();
        var readers = Enumerable.Range(1, 24).Select(i => new PacedOutlet(many, i, Groups)).ToArray();
        many.Deliver([.. readers.Select(reader => room.Follow(reader.Subscriber, 0))]);

        for (var i = 0; i < Groups; i++)
        {
            many.Deliver([Instruction.Events(room.Feed, room.Commit(new string('x', 100 + (i * 7 % 900))))]);
        }

        await Task.WhenAll(readers.Select(reader => reader.Done)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(faults, Is.Empty);
        Assert.That(readers.Select(reader => reader.Seqs), Is.All.EqualTo(Enumerable.Range(1, Groups)));
    }

    [Test]
    public async Task Deliver_InTheUsualCase_AllocatesNothingForAMember()
    {
        var few = await AllocatedPerGroupAsync(10);
        var many = await AllocatedPerGroupAsync(1_000);

        Assert.That(many, Is.LessThan(1_000), "Bytes for a group.");
        Assert.That(many - few, Is.LessThan(100), "Bytes for 990 members more.");
    }

    private static async Task<double> AllocatedPerGroupAsync(int members)
    {
        const int Groups = 64;
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        for (var i = 0; i < members; i++)
        {
            var subscriber = bench.Lanes.Attach(new SessionId(i + 1), new NullOutlet());
            bench.Deliver(room.Follow(subscriber, 0));
        }

        var groups = Enumerable.Range(0, 3 * Groups).Select(_ => new List<Instruction> { Instruction.Events(room.Feed, room.Commit("text")) }).ToArray();
        var at = 0;
        for (; at < Groups; at++)
        {
            bench.Lanes.Deliver(groups[at]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (; at < 3 * Groups; at++)
        {
            bench.Lanes.Deliver(groups[at]);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (2.0 * Groups);
    }
}
