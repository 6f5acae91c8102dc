using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Tests.Sequencing;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>A grant becomes a search beside the lane, and the search an answer.</summary>
[TestFixture]
internal sealed class LaneSearchTests
{
    private LaneBench _bench = null!;
    private LaneBench.RoomLog _room = null!;
    private LaneBench.RoomLog _other = null!;
    private LaneBench.Peer _peer = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new LaneBench();
        (_room, _other) = (_bench.NewRoom(), _bench.NewRoom("@bob"));
        _peer = _bench.Attach();
    }

    [TearDown]
    public ValueTask TearDown() => _bench.DisposeAsync();

    [Test]
    public void Search_InSeveralRooms_IsAnsweredWithWhatTheAskerCallsThem()
    {
        _room.Commit("word 1");
        _other.Commit("word 2", "no");
        _room.Commit("word 3");

        var hits = Ask(GrantOf(50));

        Assert.That(hits.Hits, Is.EqualTo(new[]
        {
            new Hit("#room", 2, 2, "ann", EventKind.Text, "word 3"),
            new Hit("@bob", 1, 1, "ann", EventKind.Text, "word 2"),
            new Hit("#room", 1, 1, "ann", EventKind.Text, "word 1"),
        }));
        Assert.That((hits.Id, hits.Cursor), Is.EqualTo((5U, (string?)null)));
        Assert.That(_peer.Outlet.Answers, Is.EqualTo(1));
    }

    [Test]
    public void Search_BeyondTheHeadThatWasGranted_FindsNothing()
    {
        _room.Commit("word 1");
        var grant = GrantOf(50);
        _room.Commit("word 2");
        _other.Commit("word 3");

        Assert.That(Ask(grant).Hits.Select(hit => hit.Text), Is.EqualTo(new[] { "word 1" }));
    }

    [Test]
    public void Search_OfMoreThanAFrameHolds_GoesOnBehindTheLastOneGiven([Values(1, 60, 3_000, 16_300)] int length, [Values("#room", "long")] string name)
    {
        _room.Name = name == "long" ? "#" + string.Concat(Enumerable.Repeat("\U0001D7CE", 63)) : name;
        for (var i = 0; i < 4; i++)
        {
            _room.Commit([.. Enumerable.Repeat($"word {new string('x', length)}", length > 5_000 ? 5 : 150)]);
        }

        var found = new List<long>();
        var cursor = (string?)null;
        do
        {
            Assert.That(SearchCursor.TryParse(cursor, out var place), Is.EqualTo(cursor is not null));
            var hits = Ask(GrantOf(500) with { Before = cursor is null ? null : place });
            Assert.That(FrameCodec.Encode(hits), Has.Length.LessThanOrEqualTo(Limits.MaxFrame + 4));
            Assert.That(hits.Hits, Is.Not.Empty);
            found.AddRange(hits.Hits.Select(hit => hit.Seq));
            cursor = hits.Cursor;
        }
        while (cursor is not null);

        Assert.That(found, Is.EqualTo(Enumerable.Range(0, (int)_room.Head).Select(i => _room.Head - i)));
    }

    [Test]
    public void Search_WhenTheLogCannotBeSearched_IsUnavailableForNow()
    {
        _bench.Log.FailReads(1);

        var answer = AskAny(GrantOf(50));

        Assert.That(answer, Is.InstanceOf<ErrorFrame>().With.Property("Code").EqualTo(ErrorCodes.Unavailable).And.Property("RetryMs").EqualTo(1_000).And.Property("Id").EqualTo(5));
        Assert.That(Ask(GrantOf(50)).Hits, Is.Empty, "The next one is served.");
    }

    [Test]
    public async Task Search_ThatTakesItsTime_HoldsUpNothingButOtherSearches()
    {
        _room.Commit("word");
        var other = _bench.Attach();
        var gone = _bench.Attach();
        var gate = _bench.Log.HoldReads(inline: true);
        _bench.Deliver(Search(_peer, GrantOf(50)), Search(gone, GrantOf(50)), Search(other, GrantOf(50)), Instruction.Answer(other.Subscriber, FrameCodec.Encode(new DoneFrame(1))));

        Assert.That((_bench.Log.Reads, _peer.Outlet.Answers, other.Outlet.Answers), Is.EqualTo((1, 0, 1)));
        gone.Subscriber.Detach();
        _bench.Scheduler.Run();
        gate.Open();
        await _bench.Scheduler.RunUntilAsync(() => _peer.Outlet.Answers == 1 && other.Outlet.Answers == 2);

        Assert.That(_bench.Log.Reads, Is.EqualTo(2), "One who has gone is not searched for.");
        Assert.That(_peer.Outlet.Frames.Single(), Is.InstanceOf<HitsFrame>());
    }

    [Test]
    public async Task Search_WhenTheStoreIsBroken_IsAFaultAndNotSilence()
    {
        var lanes = new Lanes(_bench.Context with { Log = new BrokenLog(late: false) }, 1);

        lanes.Deliver([Search(_peer, GrantOf(50)) with { Subscriber = lanes.Attach(new SessionId(1), new NullOutlet()) }]);
        await _bench.Scheduler.RunUntilAsync(() => _bench.Faults.Count > 0);

        Assert.That(_bench.Faults, Has.Count.EqualTo(1));
        _bench.Faults.Clear();
        await lanes.DisposeAsync();
    }

    [Test]
    public async Task Search_UnderWayWhenTheServerStops_IsWaitedForAndNotAnswered()
    {
        var bench = new LaneBench();
        var peer = bench.Attach();
        bench.Log.HoldReads();
        bench.Deliver(Search(peer, GrantOf(50)));

        await bench.DisposeAsync();

        Assert.That(peer.Outlet.Answers, Is.Zero);
    }

    private SearchGrant GrantOf(int limit) => new(
        5,
        CommandBench.QueryOf("word"),
        new[] { _room, _other }.ToDictionary(room => room.Log, room => new SearchedRoom(room.Name, room.Head)),
        null,
        limit);

    private HitsFrame Ask(SearchGrant grant) => (HitsFrame)AskAny(grant);

    private Frame AskAny(SearchGrant grant)
    {
        _bench.Deliver(Search(_peer, grant));
        return _peer.Outlet.Frames[^1];
    }

    private static Instruction Search(LaneBench.Peer peer, SearchGrant grant) =>
        new() { Kind = InstructionKind.Search, Subscriber = peer.Subscriber, Details = new InstructionDetails { Search = grant } };
}
