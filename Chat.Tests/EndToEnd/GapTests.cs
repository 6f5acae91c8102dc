using Chat.Protocol.Frames;
using Chat.Server.Log.Memory;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>A store that holds little: what is past retention is not made up for, and whoever misses it is told so.</summary>
[TestFixture]
public sealed class GapTests : EndToEndTests
{
    private const int Kept = 100;

    private Func<long> _heldBytes = null!;
    private WireClient _alice = null!;

    [SetUp]
    public async Task Enter()
    {
        _alice = await EnterAsync("alice");
        await _alice.JoinAsync("#lobby");
    }

    [Test]
    public async Task Join_AfterIsPastRetention_FirstSaysItAndNoGapComes()
    {
        await _alice.PostManyAsync("#lobby", 3 * Kept);
        var bob = await EnterAsync("bob");

        var joined = await bob.JoinAsync("#lobby", 0);
        var events = await bob.EventsAsync("#lobby", 3 * Kept);

        Assert.That(joined.Head, Is.EqualTo(3 * Kept));
        Assert.That(joined.First, Is.GreaterThan(Kept).And.LessThan(3 * Kept));
        Assert.That(events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range((int)joined.First, (int)(3 * Kept - joined.First + 1))));
        Assert.That(bob.Received.OfType<GapFrame>(), Is.Empty);
    }

    [Test]
    public async Task History_PastRetention_SaysFirst()
    {
        await _alice.PostManyAsync("#lobby", 3 * Kept);

        var old = await _alice.HistoryAsync("#lobby", 10, before: 5);
        var oldest = await _alice.HistoryAsync("#lobby", 10, after: 0);
        var back = await _alice.HistoryAsync("#lobby", 500);

        Assert.That((old.Events.Count, old.More), Is.EqualTo((0, false)));
        Assert.That(old.First, Is.GreaterThan(1).And.EqualTo(oldest.First).And.EqualTo(back.First));
        Assert.That(oldest.Events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range((int)old.First, 10)));
        Assert.That((back.Events[0].Seq, back.More), Is.EqualTo((old.First, false)));
    }

    [Test]
    public async Task Post_KeyPastRetention_IsNew()
    {
        var key = Guid.NewGuid();
        await _alice.PostAsync("#lobby", "first", key: key);
        await _alice.PostManyAsync("#lobby", 3 * Kept);

        Assert.That((await _alice.PostAsync("#lobby", "first", key: key)).Seq, Is.EqualTo((3 * Kept) + 2));
        Assert.That((await _alice.FailAsync(id => new PostFrame(id, Guid.NewGuid(), "#lobby", Chat.Protocol.EventKind.Edit, "late", 1))).Code, Is.EqualTo("no_such_message"));
    }

    [Test]
    public async Task OtherRoomsEvents_PushOutTheOldest_WhoeverFollowsALogThatIsGoneGoesOnAtItsHead()
    {
        await _alice.PostManyAsync("#lobby", 5);
        await _alice.JoinAsync("#busy");
        await _alice.PostManyAsync("#busy", 3 * Kept);
        var bob = await EnterAsync("bob");

        var joined = await bob.JoinAsync("#lobby", 0);
        var page = await bob.HistoryAsync("#lobby", 10);
        await _alice.PostAsync("#lobby", "new");

        Assert.That((joined.First, joined.Head), Is.EqualTo((6L, 5L)));
        Assert.That((page.Events.Count, page.More, page.First), Is.EqualTo((0, false, 6L)));
        Assert.That((await bob.EventsAsync("#lobby", 6)).Single().Text, Is.EqualTo("new"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task SlowReader_RetentionPassesItsCursor_IsToldOfTheGapOnceAndGoesOn(bool tls)
    {
        var bob = await EnterAsync("bob", tls, receiveBuffer: 4_096);
        await bob.JoinAsync("#lobby");
        var text = new string('x', 1_000);
        const int Count = 12_000;
        for (var i = 0; i < Count / 500; i++)
        {
            await _alice.PostManyAsync("#lobby", 500, _ => text);
        }

        // The newest group is kept whole, however large it is: one of one event.
        await _alice.PostAsync("#lobby", "last");
        var seen = new List<Frame>();
        while (seen.Count == 0 || seen[^1] is not EventFrame { Seq: Count + 1 })
        {
            seen.Add(await bob.NextAsync() ?? throw new EndOfStreamException());
        }

        var expected = 1L;
        var gaps = 0;
        foreach (var frame in seen)
        {
            if (frame is GapFrame gap)
            {
                Assert.That((gap.Room, gap.First), Is.EqualTo(("#lobby", gap.First)));
                Assert.That(gap.First, Is.GreaterThan(expected));
                expected = gap.First;
                gaps++;
            }
            else
            {
                Assert.That(((EventFrame)frame).Seq, Is.EqualTo(expected++));
            }
        }

        Assert.That(gaps, Is.GreaterThan(0));
        Assert.That(_heldBytes(), Is.LessThanOrEqualTo(Kept * 120));
    }

    private protected override Task<RunningServer> StartAsync()
    {
        var log = new MemoryEventLog(Kept * 120);
        _heldBytes = () => log.HeldBytes;
        return RunningServer.StartAsync(log: log);
    }
}
