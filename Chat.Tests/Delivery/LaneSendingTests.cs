using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>From a lane to peers who take everything, a part, or nothing.</summary>
[TestFixture]
internal sealed class LaneSendingTests
{
    private LaneBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new LaneBench();

    [TearDown]
    public ValueTask TearDown() => _bench.DisposeAsync();

    [Test]
    public void Deliver_OfABlock_GivesEveryMemberTheVeryBytes()
    {
        var room = _bench.NewRoom();
        var peers = Enumerable.Range(0, 5).Select(_ => _bench.Attach()).ToArray();
        _bench.Deliver([.. peers.Select(peer => room.Follow(peer, 0))]);
        var block = room.Commit("one", "two");
        foreach (var peer in peers)
        {
            peer.Outlet.Watched = block.Bytes;
        }

        _bench.Deliver(Instruction.Events(room.Feed, block));

        foreach (var peer in peers)
        {
            Assert.That(peer.Outlet.WatchedSends, Is.EqualTo(1));
            Assert.That(peer.Outlet.Sends, Is.EqualTo(1));
            Assert.That(peer.Outlet.Bytes, Is.EqualTo(block.Bytes.ToArray()));
        }
    }

    [Test]
    public void Deliver_OfSeveralThingsInOneGroup_IsOneSendInTheirOrder()
    {
        var room = _bench.NewRoom();
        var peer = _bench.Attach();
        _bench.Deliver(room.Follow(peer, 0));
        var sends = peer.Outlet.Sends;

        var block = room.Commit("one");
        _bench.Deliver(Done(peer, 1), Instruction.Events(room.Feed, block), Done(peer, 2));

        Assert.That(peer.Outlet.Sends - sends, Is.EqualTo(1));
        Assert.That(peer.Outlet.Frames.Select(Name), Is.EqualTo(new[] { "Done 1", "Event 1", "Done 2" }));
        Assert.That(peer.Outlet.Answers, Is.EqualTo(2));
    }

    [Test]
    public void Deliver_ToAPeerWhoTakesAPart_SendsTheRestFirstAndInOrder()
    {
        var room = _bench.NewRoom();
        var peer = _bench.Attach();
        _bench.Deliver(room.Follow(peer, 0));
        peer.Outlet.Room = 10;

        room.Say("one");
        room.Say("two");
        _bench.Deliver(Done(peer, 1));
        Assert.That(peer.Outlet.Bytes, Has.Length.EqualTo(10));
        Assert.That(peer.Subscriber.StalledSince, Is.Not.Zero);
        peer.Outlet.Room = int.MaxValue;
        _bench.Drain(peer);

        Assert.That(peer.Outlet.Frames.Select(Name), Is.EqualTo(new[] { "Event 1", "Event 2", "Done 1" }));
        Assert.That(peer.Subscriber.StalledSince, Is.Zero);
    }

    [Test]
    public void Deliver_ToAPeerOfAnyPace_LosesAndDoublesNothing([Range(1, 30)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        LaneBench.RoomLog[] rooms = [_bench.NewRoom("#a"), _bench.NewRoom("#b")];
        var peer = _bench.Attach();
        peer.Outlet.DrainBytes = random.Next(1, 9_000);
        _bench.Deliver(rooms[0].Follow(peer, 0), rooms[1].Follow(peer, 0));
        var asked = 0U;
        for (var step = 0; step < 300; step++)
        {
            peer.Outlet.Room = random.Next(3) switch { 0 => 0, 1 => random.Next(3_000), _ => int.MaxValue };
            peer.Outlet.TakesAtOnce = random.Next(8) == 0;
            switch (random.Next(5))
            {
                case 0:
                    _bench.Deliver(Done(peer, ++asked));
                    break;
                case 1 when peer.Outlet.HasInFlight:
                    peer.Outlet.Complete(peer.Subscriber);
                    _bench.Scheduler.Run();
                    break;
                default:
                    rooms[random.Next(2)].Say([.. Enumerable.Repeat(new string('x', random.Next(1, 4_000)), random.Next(1, 4))]);
                    break;
            }

            Assert.That(peer.Subscriber.Outbox.Count, Is.LessThan(2 * Lane.OutboxBound));
        }

        peer.Outlet.Room = int.MaxValue;
        _bench.Drain(peer);

        foreach (var room in rooms)
        {
            Assert.That(peer.Outlet.Events.Where(e => e.Room == room.Name).Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, (int)room.Head)));
        }

        Assert.That(peer.Outlet.Frames.OfType<DoneFrame>().Select(done => done.Id), Is.EqualTo(Enumerable.Range(1, (int)asked)));
        Assert.That(peer.Outlet.Throttles.LastOrDefault(), Is.False);
        Assert.That(peer.Subscriber.Outbox.IsEmpty);
    }

    [Test]
    public void Deliver_ToAPeerWhoIsGone_SendsNothingMore()
    {
        var room = _bench.NewRoom();
        var (peer, other) = (_bench.Attach(), _bench.Attach());
        _bench.Deliver(room.Follow(peer, 0), room.Follow(other, 0));
        peer.Outlet.Room = -1;

        room.Say("one");
        room.Say("two");
        _bench.Deliver(Done(peer, 1));

        Assert.That(peer.Outlet.Bytes, Is.Empty);
        Assert.That(peer.Subscriber.Outbox.IsEmpty);
        Assert.That(other.Seqs, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Deliver_ToAFullOutbox_TellsToReadNoMoreAndAtHalfToGoOn()
    {
        var peer = _bench.Attach();
        peer.Outlet.Room = 0;
        for (var id = 1U; peer.Outlet.Throttles.Count == 0; id++)
        {
            Assert.That(id, Is.LessThan(20_000));
            _bench.Deliver(Done(peer, id));
        }

        Assert.That(peer.Subscriber.Outbox.Count, Is.InRange(Lane.OutboxBound, Lane.OutboxBound + 20));
        while (peer.Outlet.Throttles.Count == 1)
        {
            Assert.That(peer.Subscriber.Outbox.Count, Is.GreaterThanOrEqualTo(Lane.OutboxBound / 2));
            peer.Outlet.Complete(peer.Subscriber);
            _bench.Scheduler.Run();
        }

        Assert.That(peer.Outlet.Throttles, Is.EqualTo(new[] { true, false }));
        Assert.That(peer.Subscriber.Outbox.Count, Is.LessThan(Lane.OutboxBound / 2));
    }

    [Test]
    public void Send_WithAnAction_CallsItWhenTheSocketHasTheBytes()
    {
        var peer = _bench.Attach();
        var written = 0;
        var ping = FrameCodec.Encode(new PingFrame(1));

        peer.Subscriber.Send(ping, () => written++);
        _bench.Scheduler.Run();
        Assert.That(written, Is.EqualTo(1));

        peer.Outlet.Room = 0;
        _bench.Deliver(Done(peer, 1));
        peer.Subscriber.Send(ping, () => written++);
        _bench.Deliver(Done(peer, 2));
        Assert.That(written, Is.EqualTo(1));
        peer.Outlet.DrainBytes = 1;
        while (peer.Outlet.HasInFlight)
        {
            Assert.That(written, Is.EqualTo(1));
            if (peer.Subscriber.Outbox.Count == FrameCodec.Encode(new DoneFrame(2)).Length + 1)
            {
                peer.Outlet.Complete(peer.Subscriber);
                _bench.Scheduler.Run();
                Assert.That(written, Is.EqualTo(2));
                return;
            }

            peer.Outlet.Complete(peer.Subscriber);
            _bench.Scheduler.Run();
        }
    }

    [Test]
    public void Finish_WithBytesUnderWay_TellsWhenTheLastIsTakenAndSendsNothingAfter()
    {
        var room = _bench.NewRoom();
        var peer = _bench.Attach();
        _bench.Deliver(room.Follow(peer, 0));
        peer.Outlet.Room = 3;
        room.Say("one");

        _bench.Deliver(Instruction.Finish(peer.Subscriber, FrameCodec.Encode(new ByeFrame("end"))), Done(peer, 1));
        room.Say("two");
        peer.Subscriber.Send(FrameCodec.Encode(new PingFrame(1)));
        peer.Subscriber.Finish(FrameCodec.Encode(new ByeFrame("again")));
        _bench.Scheduler.Run();
        Assert.That(peer.Outlet.Flushes, Is.Zero);
        _bench.Drain(peer);

        Assert.That(peer.Outlet.Frames.Select(Name), Is.EqualTo(new[] { "Event 1", "Bye" }));
        Assert.That(peer.Outlet.Flushes, Is.EqualTo(1));
    }

    [Test]
    public void Finish_OfOneWhoTakesAll_TellsAtOnce()
    {
        var peer = _bench.Attach();

        _bench.Deliver(Done(peer, 1), Instruction.Finish(peer.Subscriber, default));

        Assert.That(peer.Outlet.Frames.Select(Name), Is.EqualTo(new[] { "Done 1" }));
        Assert.That(peer.Outlet.Flushes, Is.EqualTo(1));
    }

    [Test]
    public void Finish_OfOneWhoIsBehind_SendsNoBacklog()
    {
        var room = _bench.NewRoom();
        var peer = _bench.Attach();
        _bench.Deliver(room.Follow(peer, 0));
        peer.Outlet.Room = 0;
        for (var i = 0; i < 60; i++)
        {
            room.Say(new string('x', 4_000));
        }

        _bench.Deliver(Instruction.Finish(peer.Subscriber, FrameCodec.Encode(new ByeFrame("end"))));
        _bench.Drain(peer);

        Assert.That(peer.Outlet.Frames[^1], Is.InstanceOf<ByeFrame>());
        Assert.That(peer.Outlet.Frames, Has.Count.LessThan(30));
    }

    [Test]
    public void Detach_InTheMiddleOfASend_LeavesTheBytesAloneAndForgetsThePeer()
    {
        var room = _bench.NewRoom();
        var peer = _bench.Attach();
        _bench.Deliver(room.Follow(peer, 0));
        peer.Outlet.Room = 0;
        room.Say("one");
        var before = peer.Outlet.InFlight.ToArray();

        peer.Subscriber.Detach();
        _bench.Scheduler.Run();
        var other = _bench.Attach();
        other.Outlet.Room = 0;
        for (var i = 0; i < 40; i++)
        {
            _bench.Deliver(Instruction.Notice(other.Subscriber, new byte[20_000]));
        }

        Assert.That(peer.Outlet.InFlight.ToArray(), Is.EqualTo(before));
        peer.Outlet.Complete(peer.Subscriber);
        room.Say("two");
        _bench.Deliver(Done(peer, 1), room.Follow(peer, 0), Instruction.Finish(peer.Subscriber, default));
        Assert.That(peer.Outlet.Bytes, Is.EqualTo(before));
        Assert.That(peer.Subscriber.StalledSince, Is.Zero);
    }

    [Test]
    public void Deliver_WhenAnOutletThrows_IsAFaultAndNotSilence()
    {
        var peer = _bench.Attach();
        peer.Outlet.Failure = new InvalidOperationException("broken");

        _bench.Deliver(Done(peer, 1));

        Assert.That(_bench.Faults, Has.Count.EqualTo(1));
        _bench.Faults.Clear();
    }

    private static Instruction Done(LaneBench.Peer peer, uint id) => Instruction.Answer(peer.Subscriber, FrameCodec.Encode(new DoneFrame(id)));

    private static string Name(Frame frame) => frame switch
    {
        DoneFrame done => $"Done {done.Id}",
        EventFrame e => $"Event {e.Seq}",
        ByeFrame => "Bye",
        _ => frame.ToString(),
    };
}
