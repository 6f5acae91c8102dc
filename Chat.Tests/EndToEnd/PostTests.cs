using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>What may be said, how it comes out, and that it is said once.</summary>
[TestFixture]
public sealed class PostTests : EndToEndTests
{
    private static readonly Guid Key = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    private WireClient _alice = null!;
    private WireClient _bob = null!;

    [SetUp]
    public async Task Enter()
    {
        _alice = await EnterAsync("alice");
        _bob = await EnterAsync("bob");
        await _alice.JoinAsync("#lobby");
        await _bob.JoinAsync("#lobby");
        await _alice.FenceAsync();
    }

    [TestCase(EventKind.Text, "hi", null)]
    [TestCase(EventKind.Text, "hi", 1)]
    [TestCase(EventKind.Action, "waves", null)]
    [TestCase(EventKind.Notice, "build done", 1)]
    [TestCase(EventKind.Edit, "better", 1)]
    [TestCase(EventKind.Delete, "", 1)]
    [TestCase(EventKind.Reaction, "\U0001F44D", 1)]
    [TestCase(EventKind.Reaction, ":tea:", 1)]
    [TestCase(EventKind.ReactionWithdrawn, "\U0001F44D", 1)]
    [TestCase(EventKind.Topic, "tea", null)]
    [TestCase(EventKind.Topic, "", null)]
    public async Task Post_EachKind_BothGetTheEventLiveAndInReplay(EventKind kind, string text, int? about)
    {
        await _alice.PostAsync("#lobby", "first");
        await _alice.EventsAsync("#lobby", 1);
        await _bob.EventsAsync("#lobby", 1);

        var posted = await _alice.PostAsync("#lobby", text, kind, about, Key);

        var expected = new EventFrame("#lobby", 2, posted.Time, "alice", kind, text, about, Key);
        Assert.That(posted, Is.EqualTo(new PostedFrame(posted.Id, Key, "#lobby", 2, posted.Time)));
        Assert.That(await _alice.EventsAsync("#lobby", 2), Is.EqualTo(new[] { expected }));
        Assert.That(await _bob.EventsAsync("#lobby", 2), Is.EqualTo(new[] { expected }));
        await _bob.JoinAsync("#lobby", 1);
        Assert.That(await _bob.EventsAsync("#lobby", 2), Is.EqualTo(new[] { expected }));
        Assert.That((await _bob.HistoryAsync("#lobby", 1)).Events.Single(), Is.EqualTo(new PageEvent(2, posted.Time, "alice", kind, text, about, Key)));
    }

    [TestCase("#nothing", "no_such_room")]
    [TestCase("#other", "not_member")]
    [TestCase("@nobody", "no_such_nick")]
    [TestCase("lobby", "bad_room")]
    [TestCase("@", "bad_nick")]
    public async Task Post_WhereOneIsNot_IsRefused(string room, string code)
    {
        await _bob.JoinAsync("#other");

        Assert.That((await FailAsync(room: room)).Code, Is.EqualTo(code));
    }

    [TestCase(1)]
    [TestCase(16_383)]
    [TestCase(16_384)]
    public async Task Post_TextWithinItsBounds_ComesWhole(int length)
    {
        var text = new string('x', length);

        await _alice.PostAsync("#lobby", text);

        Assert.That((await _bob.EventsAsync("#lobby", 1)).Single().Text, Is.EqualTo(text));
    }

    [Test]
    public async Task Post_TextThatIsNone_IsRefused()
    {
        var umlauts = new string('\u00e4', 8_192);

        Assert.That((await FailAsync("")).Code, Is.EqualTo("bad_text"));
        Assert.That((await FailAsync(new string('x', 16_385))).Code, Is.EqualTo("text_too_long"));
        Assert.That((await FailAsync(umlauts + "x")).Code, Is.EqualTo("text_too_long"), "The bound is in bytes.");
        Assert.That((await FailAsync(new string('€', 5_461) + "xx")).Code, Is.EqualTo("text_too_long"));
        Assert.That((await FailAsync(new string('x', 401), EventKind.Topic)).Code, Is.EqualTo("text_too_long"));
        Assert.That((await FailAsync("x", EventKind.Delete, 1)).Code, Is.EqualTo("bad_text"));
        foreach (var control in (char[])['\0', '\u0001', '\b', '\r', '\u001b', '\u0080', '\u009b'])
        {
            Assert.That((await FailAsync($"a{control}b")).Code, Is.EqualTo("bad_text"), $"{(int)control:x2}");
        }

        await _alice.PostAsync("#lobby", umlauts);
        await _alice.PostAsync("#lobby", new string('€', 5_461) + "x");
        await _alice.PostAsync("#lobby", "tab\tand\nnewline");
        await _alice.PostAsync("#lobby", new string('x', 400), EventKind.Topic);
    }

    [Test]
    public async Task Post_FieldOutOfItsBounds_IsBadField()
    {
        await _alice.PostAsync("#lobby", "first");

        Assert.That((await FailAsync("hi", (EventKind)8)).Field, Is.EqualTo("kind"));
        Assert.That((await FailAsync("hi", (EventKind)99)).Field, Is.EqualTo("kind"));
        foreach (var kind in (EventKind[])[EventKind.Edit, EventKind.Reaction, EventKind.ReactionWithdrawn])
        {
            var error = await FailAsync(":x:", kind);
            Assert.That((error.Code, error.Field), Is.EqualTo(("bad_field", "ref")));
        }

        Assert.That((await FailAsync("", EventKind.Delete)).Code, Is.EqualTo("bad_field"));
        Assert.That((await FailAsync("hi", EventKind.Text, 2)).Code, Is.EqualTo("no_such_message"));
    }

    [Test]
    public async Task Post_WithALog_OnlyWhenItIsTheRooms()
    {
        var log = (await _alice.JoinAsync("#lobby")).Log;

        Assert.That((await _alice.FailAsync(id => new PostFrame(id, Key, "#lobby", EventKind.Text, "hi", null, Guid.NewGuid()))).Code, Is.EqualTo("log_changed"));
        await _alice.PostAsync("#lobby", "hi", log: log);
    }

    [Test]
    public async Task Post_SameKeyAgain_IsAnsweredWithTheFirstAndStoredOnce()
    {
        var first = await _alice.PostAsync("#lobby", "once", key: Key);
        await _alice.PostAsync("#lobby", "another");

        var again = await _alice.PostAsync("#lobby", "once", key: Key);
        var longText = await _alice.PostAsync("#lobby", new string('x', 20_000), key: Key);
        var wrongLog = await _alice.PostAsync("#lobby", "once", key: Key, log: Guid.NewGuid());
        await _alice.LeaveAsync("#lobby");
        var outside = await _alice.PostAsync("#lobby", "once", key: Key);
        var elsewhere = await _alice.PostAsync("#nothing", "once", key: Key);

        foreach (var posted in (PostedFrame[])[again, longText, wrongLog, outside, elsewhere])
        {
            Assert.That((posted.Key, posted.Seq, posted.Time), Is.EqualTo((first.Key, first.Seq, first.Time)));
        }

        var others = await _bob.PostAsync("#lobby", "mine", key: Key);
        Assert.That(others.Seq, Is.EqualTo(3), "A key is its author's own.");
        Assert.That((await _bob.EventsAsync("#lobby", 3)).Select(e => e.Text), Is.EqualTo(new[] { "once", "another", "mine" }));
    }

    [Test]
    public async Task Post_SameKeyTwiceInOneGo_IsStoredOnce()
    {
        var answers = await _alice.AskManyAsync(20, (id, _) => new PostFrame(id, Key, "#lobby", EventKind.Text, "once"));

        Assert.That(answers.Cast<PostedFrame>().Select(posted => posted.Seq), Is.All.EqualTo(1));
        Assert.That((await _bob.FenceAsync()).OfType<EventFrame>().Count(), Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Post_ManyInOneGo_TakeEffectInTheOrderSent(bool tls)
    {
        var carol = await EnterAsync("carol", tls);
        await carol.JoinAsync("#lobby");

        var answers = await carol.PostManyAsync("#lobby", 1_000);

        Assert.That(answers.Cast<PostedFrame>().Select(posted => posted.Seq), Is.EqualTo(Enumerable.Range(1, 1_000)));
        var events = await carol.EventsAsync("#lobby", 1_000);
        Assert.That(events.Select(e => (e.Seq, e.Text)), Is.EqualTo(Enumerable.Range(1, 1_000).Select(i => ((long)i, $"m{i}"))));
        Assert.That(events.Select(e => e.Time), Is.Ordered);
        Assert.That(await _bob.EventsAsync("#lobby", 1_000), Is.EqualTo(events));
    }

    private Task<ErrorFrame> FailAsync(string text = "hi", EventKind kind = EventKind.Text, long? about = null, string room = "#lobby") =>
        _alice.FailAsync(id => new PostFrame(id, Guid.NewGuid(), room, kind, text, about));
}
