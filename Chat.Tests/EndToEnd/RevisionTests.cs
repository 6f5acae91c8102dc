using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Edits, deletions and reactions: whose they may be, and that they are true of the past.</summary>
[TestFixture]
public sealed class RevisionTests : EndToEndTests
{
    private WireClient _alice = null!;
    private WireClient _bob = null!;

    [SetUp]
    public async Task Enter()
    {
        _alice = await EnterAsync("alice");
        _bob = await EnterAsync("bob");
        await _alice.JoinAsync("#lobby");
        await _bob.JoinAsync("#lobby");
        await _alice.PostAsync("#lobby", "original");
    }

    [TestCase(EventKind.Edit, "new")]
    [TestCase(EventKind.Delete, "")]
    public async Task Post_AboutAnothersMessage_IsForbidden(EventKind kind, string text)
    {
        Assert.That((await FailAsync(_bob, kind, text, 1)).Code, Is.EqualTo("forbidden"));
        await _bob.PostAsync("#lobby", ":tea:", EventKind.Reaction, 1);
        await _bob.PostAsync("#lobby", ":tea:", EventKind.ReactionWithdrawn, 1);
    }

    [TestCase(EventKind.Edit, "new")]
    [TestCase(EventKind.Delete, "")]
    [TestCase(EventKind.Reaction, ":tea:")]
    [TestCase(EventKind.ReactionWithdrawn, ":tea:")]
    public async Task Post_AboutWhatIsNoMessage_IsNoSuchMessage(EventKind kind, string text)
    {
        await _alice.PostAsync("#lobby", "edited", EventKind.Edit, 1);
        await _alice.PostAsync("#lobby", ":tea:", EventKind.Reaction, 1);
        await _alice.PostAsync("#lobby", "topic", EventKind.Topic);
        await _alice.PostAsync("#lobby", "short-lived");
        await _alice.PostAsync("#lobby", "", EventKind.Delete, 5);

        foreach (var (about, what) in ((long, string)[])
            [(2, "an edit"), (3, "a reaction"), (4, "a topic"), (5, "deleted"), (6, "a deletion"), (7, "beyond the head"), (long.MaxValue, "far beyond")])
        {
            Assert.That((await FailAsync(_alice, kind, text, about)).Code, Is.EqualTo("no_such_message"), what);
        }
    }

    [TestCase("x")]
    [TestCase("tea")]
    [TestCase(":tea")]
    [TestCase("\U0001F44D\U0001F44D")]
    [TestCase(":not a code:")]
    public async Task Post_ReactionThatIsNone_IsBadText(string text) =>
        Assert.That((await FailAsync(_bob, EventKind.Reaction, text, 1)).Code, Is.EqualTo("bad_text"));

    [Test]
    public async Task Edit_Twice_ReplayAndPagesCarryTheLatestText()
    {
        await _alice.PostAsync("#lobby", "second", EventKind.Edit, 1);
        await _bob.PostAsync("#lobby", "between");
        await _alice.PostAsync("#lobby", "third", EventKind.Edit, 1);

        Assert.That((await _bob.EventsAsync("#lobby", 4)).Select(e => e.Text), Is.EqualTo(new[] { "original", "second", "between", "third" }), "Live, each as it was.");
        await AssertPastAsync(
            (1, EventKind.Text, "third", null), (2, EventKind.Edit, "third", 1), (3, EventKind.Text, "between", null), (4, EventKind.Edit, "third", 1));
    }

    [Test]
    public async Task Delete_Edited_NothingOfTheTextIsLeft()
    {
        await _alice.PostAsync("#lobby", "second", EventKind.Edit, 1);
        await _bob.PostAsync("#lobby", ":tea:", EventKind.Reaction, 1);
        await _alice.PostAsync("#lobby", "", EventKind.Delete, 1);

        await AssertPastAsync(
            (1, EventKind.Delete, "", 1), (2, EventKind.Edit, "", 1), (3, EventKind.Reaction, ":tea:", 1), (4, EventKind.Delete, "", 1));
        Assert.That((await FailAsync(_alice, EventKind.Edit, "again", 1)).Code, Is.EqualTo("no_such_message"));
    }

    [Test]
    public async Task Edit_OfALongPast_ReplayCarriesTheLatestText()
    {
        await _alice.PostManyAsync("#lobby", 600);
        await _alice.PostAsync("#lobby", "late", EventKind.Edit, 1);
        await _alice.PostAsync("#lobby", "", EventKind.Delete, 300);

        var carol = await EnterAsync("carol");
        await carol.JoinAsync("#lobby", 0);
        var events = await carol.EventsAsync("#lobby", 603);

        Assert.That(events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, 603)));
        Assert.That(events[0].Text, Is.EqualTo("late"));
        Assert.That((events[299].Kind, events[299].Text, events[299].Ref), Is.EqualTo((EventKind.Delete, "", 300L)));
    }

    [Test]
    public async Task Edit_OfAMessageOfTheSameGo_IsTaken()
    {
        var answers = await _alice.AskManyAsync(4, (id, i) => new PostFrame(
            id, Guid.NewGuid(), "#lobby", i switch { 1 => EventKind.Text, 4 => EventKind.Delete, _ => EventKind.Edit }, i == 4 ? "" : $"v{i}", i == 1 ? null : 2));

        Assert.That(answers, Is.All.InstanceOf<PostedFrame>());
        await AssertPastAsync(
            (1, EventKind.Text, "original", null), (2, EventKind.Delete, "", 2), (3, EventKind.Edit, "", 2), (4, EventKind.Edit, "", 2), (5, EventKind.Delete, "", 2));
    }

    [Test]
    public async Task Edit_OfOnesOwnAfterResuming_IsTaken()
    {
        _alice.Cut();
        var alice = await EnterAsync(null, resume: _alice.Welcome!.Session);

        await alice.PostAsync("#lobby", "better", EventKind.Edit, 1);

        await AssertPastAsync((1, EventKind.Text, "better", null), (2, EventKind.Edit, "better", 1));
    }

    [Test]
    public async Task Edit_ByAnotherWhoHasTheNickNow_IsForbidden()
    {
        await QuitAsync(_alice);
        var other = await EnterAsync("alice");
        await other.JoinAsync("#lobby");

        Assert.That((await FailAsync(other, EventKind.Edit, "mine", 1)).Code, Is.EqualTo("forbidden"));
    }

    [Test]
    public async Task Edit_InAConversation_IsTrueForBoth()
    {
        await _alice.PostAsync("@bob", "psst");
        await _alice.PostAsync("@bob", "hush", EventKind.Edit, 1);
        Assert.That((await _bob.FailAsync(id => new PostFrame(id, Guid.NewGuid(), "@alice", EventKind.Edit, "no", 1))).Code, Is.EqualTo("forbidden"));

        Assert.That((await _bob.HistoryAsync("@alice", 10)).Events.Select(e => e.Text), Is.EqualTo(new[] { "hush", "hush" }));
        Assert.That((await _alice.HistoryAsync("@bob", 10)).Events.Select(e => e.Text), Is.EqualTo(new[] { "hush", "hush" }));
    }

    private static Task<ErrorFrame> FailAsync(WireClient client, EventKind kind, string text, long about) =>
        client.FailAsync(id => new PostFrame(id, Guid.NewGuid(), "#lobby", kind, text, about));

    /// <summary>The whole log, as somebody new is given it by Join and by History.</summary>
    private async Task AssertPastAsync(params (long Seq, EventKind Kind, string Text, long? Ref)[] expected)
    {
        var reader = await EnterAsync("reader");
        await reader.JoinAsync("#lobby", 0);
        var replayed = await reader.EventsAsync("#lobby", expected.Length);
        var page = await reader.HistoryAsync("#lobby", 500);

        Assert.That(replayed.Select(e => (e.Seq, e.Kind, e.Text, e.Ref)), Is.EqualTo(expected));
        Assert.That(page.Events.Select(e => (e.Seq, e.Kind, e.Text, e.Ref)), Is.EqualTo(expected));
    }
}
