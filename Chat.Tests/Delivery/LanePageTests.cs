using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>A grant becomes a read, and the read an answer.</summary>
[TestFixture]
internal sealed class LanePageTests
{
    private LaneBench _bench = null!;
    private LaneBench.RoomLog _room = null!;
    private LaneBench.Peer _peer = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new LaneBench();
        _room = _bench.NewRoom();
        _peer = _bench.Attach();
    }

    [TearDown]
    public ValueTask TearDown() => _bench.DisposeAsync();

    [TestCase(0, 11, 50, true, 1, 10, false)]
    [TestCase(0, 11, 3, true, 8, 10, true)]
    [TestCase(0, 8, 3, true, 5, 7, true)]
    [TestCase(0, 4, 3, true, 1, 3, false)]
    [TestCase(0, 11, 3, false, 1, 3, true)]
    [TestCase(7, 11, 3, false, 8, 10, false)]
    [TestCase(4, 8, 2, false, 5, 6, true)]
    [TestCase(4, 8, 3, false, 5, 7, false)]
    public void Page_OfARange_TellsWhetherThereIsMoreOnTheFarSide(long after, long before, int limit, bool fromEnd, int first, int last, bool more)
    {
        _room.Commit([.. Enumerable.Range(1, 10).Select(i => $"{i}")]);

        var page = Ask(_room.Page(after, before, limit, fromEnd));

        Assert.That(page.Events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(first, last - first + 1)));
        Assert.That((page.More, page.First, page.Id, page.Room), Is.EqualTo((more, 1L, 5U, "#room")));
    }

    [Test]
    public void Page_OfMoreThanAFrameHolds_IsCutOnTheFarSide([Values] bool fromEnd, [Values("x", "ö", "\U0001F600")] string letter)
    {
        var text = string.Concat(Enumerable.Repeat(letter, Limits.MaxText / System.Text.Encoding.UTF8.GetByteCount(letter)));
        _room.Commit([.. Enumerable.Repeat(text, 10)]);

        var page = Ask(_room.Page(0, 11, 500, fromEnd));

        Assert.That(page.Events, Has.Count.EqualTo(3));
        Assert.That(page.Events[0].Seq, Is.EqualTo(fromEnd ? 8 : 1));
        Assert.That(page.More);
        Assert.That(_peer.Outlet.Count, Is.LessThanOrEqualTo(Limits.MaxFrame + 4));
    }

    [Test]
    public void Page_OfManyShortEventsWithLongNames_FitsAFrame()
    {
        _room.Name = "#" + string.Concat(Enumerable.Repeat("\U0001D7CE", 63));
        _room.Commit([.. Enumerable.Repeat("x", 500)]);

        for (long before = 501; before > 1;)
        {
            var page = Ask(_room.Page(0, before, 500, fromEnd: true));
            Assert.That(page.Events[^1].Seq, Is.EqualTo(before - 1));
            before = page.Events[0].Seq;
        }
    }

    [Test]
    public async Task Page_OfALogThatLostItsBeginning_BeginsWhereItDoes()
    {
        await using var bench = new LaneBench(capacity: 20_000);
        var room = bench.NewRoom();
        var peer = bench.Attach();
        for (var i = 0; i < 100; i++)
        {
            room.Commit(new string('x', 500));
        }

        bench.Deliver(new Instruction { Kind = InstructionKind.Page, Subscriber = peer.Subscriber, Details = new InstructionDetails { Grant = room.Page(0, 101, 500, fromEnd: true) } });

        var page = (PageFrame)peer.Outlet.Frames[^1];
        Assert.That(page.First, Is.EqualTo(page.Events[0].Seq).And.GreaterThan(50));
        Assert.That(page.More, Is.False);
    }

    [Test]
    public void Page_OfNothing_IsEmptyAndKnowsTheFirst()
    {
        var page = Ask(_room.Page(0, 1, 50, fromEnd: true, first: 7));

        Assert.That(page.Events, Is.Empty);
        Assert.That((page.More, page.First), Is.EqualTo((false, 7L)));
    }

    [Test]
    public void Page_WhenTheLogCannotBeRead_IsUnavailableForNow()
    {
        _bench.Log.FailReads(1);

        var answer = AskAny(_room.Page(0, 1, 50, fromEnd: true));

        Assert.That(answer, Is.InstanceOf<ErrorFrame>().With.Property("Code").EqualTo(ErrorCodes.Unavailable).And.Property("RetryMs").EqualTo(1_000).And.Property("Id").EqualTo(5));
        Assert.That(_peer.Outlet.Answers, Is.EqualTo(1));
    }

    [Test]
    public async Task Page_ThatTakesItsTime_HoldsNobodyUpAndIsAnsweredOnce()
    {
        _room.Commit("1");
        var other = _bench.Attach();
        var gate = _bench.Log.HoldReads(inline: true);
        _bench.Deliver(Grant(_room.Page(0, 2, 50, fromEnd: true)), Instruction.Answer(other.Subscriber, FrameCodec.Encode(new DoneFrame(1))));

        Assert.That(other.Outlet.Answers, Is.EqualTo(1));
        Assert.That(_peer.Outlet.Answers, Is.Zero);
        gate.Open();
        await _bench.Scheduler.RunUntilAsync(() => _peer.Outlet.Answers > 0);

        Assert.That(_peer.Outlet.Frames, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Page_WhenTheStoreIsBroken_IsAFaultAndNotSilence([Values] bool late)
    {
        var store = new BrokenLog(late);
        var lanes = new Lanes(_bench.Context with { Log = store }, 1);

        lanes.Deliver([Grant(_room.Page(0, 1, 50, fromEnd: true)) with { Subscriber = lanes.Attach(new SessionId(1), new NullOutlet()) }]);
        store.Break();
        await _bench.Scheduler.RunUntilAsync(() => _bench.Faults.Count > 0);

        Assert.That(_bench.Faults, Has.Count.EqualTo(1));
        _bench.Faults.Clear();
        await lanes.DisposeAsync();
    }

    [Test]
    public void Page_ForOneWhoHasGone_IsNotRead()
    {
        _peer.Subscriber.Detach();
        _bench.Deliver(Grant(_room.Page(0, 1, 50, fromEnd: true)));

        Assert.That(_bench.Log.Reads, Is.Zero);
    }

    private PageFrame Ask(PageGrant grant) => (PageFrame)AskAny(grant);

    private Frame AskAny(PageGrant grant)
    {
        _bench.Deliver(Grant(grant));
        return _peer.Outlet.Frames[^1];
    }

    private Instruction Grant(PageGrant grant) => new() { Kind = InstructionKind.Page, Subscriber = _peer.Subscriber, Details = new InstructionDetails { Grant = grant } };
}
