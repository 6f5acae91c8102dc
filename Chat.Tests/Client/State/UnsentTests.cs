using Chat.Client.Connection;
using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Connection;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

/// <summary>What is said of posts that are not out.</summary>
[TestFixture]
public sealed class UnsentTests
{
    private readonly Reducer _reducer = new(TimeZoneInfo.Utc);
    private ChatState _state = null!;

    [SetUp]
    public void SetUp()
    {
        _state = new ChatState { Nick = "alice", Current = "#lobby" };
        Apply(new LinkEvent.RoomOpened(SessionHarness.Joined(1, "#lobby", 0), Opening.Entered));
        Apply(new LinkEvent.Arrived(SessionHarness.Said("#lobby", 1, "soup?")));
    }

    [TestCase(EventKind.Text, "hi", null, "hi")]
    [TestCase(EventKind.Action, "waves", null, "action: waves")]
    [TestCase(EventKind.Topic, "soup", null, "topic: soup")]
    [TestCase(EventKind.Topic, "", null, "topic: cleared")]
    [TestCase(EventKind.Edit, "stew?", 1, "edit of “bob: soup?”: stew?")]
    [TestCase(EventKind.Delete, "", 1, "deletion of “bob: soup?”")]
    [TestCase(EventKind.Reaction, ":x:", 1, "reaction :x: to “bob: soup?”")]
    [TestCase(EventKind.ReactionWithdrawn, ":x:", 7, "reaction :x: taken back from an earlier message")]
    public void PostFailed_SaysWhatItWas(EventKind kind, string text, int? reference, string expected)
    {
        var post = new Outgoing(Guid.Empty, "#lobby", kind, text, reference);

        Assert.That(
            Apply(new LinkEvent.PostFailed(post, new ErrorFrame(1, ErrorCodes.Forbidden, "no"))), Is.EqualTo(["!! Not sent to #lobby: no", $"     {expected}"]));
        Assert.That(Apply(new LinkEvent.PostKept(post)), Is.EqualTo([$"-- #lobby: kept, and sent the next time: {expected}"]));
    }

    [Test]
    public void PostsRestored_AreSaidToGoOut_WhenThereIsAConnection()
    {
        Outgoing[] posts = [new(Guid.Empty, "#lobby", EventKind.Text, "hi", null)];
        Assert.That(Apply(new LinkEvent.PostsRestored(posts)), Is.Empty, "nothing goes out yet");

        var online = new LinkEvent.Online(SessionHarness.Welcome(1), false, "alice");
        Assert.That(Apply(online), Is.EqualTo(["-- Connected to test as alice", "-- 1 message from before goes out now"]));
        Assert.That(Apply(online with { Again = true }), Is.EqualTo(["-- Connected again"]));
        Assert.That(Apply(new LinkEvent.PostsRestored(posts)), Is.EqualTo(["-- 1 message from before goes out now"]));
        Assert.That(Apply(new LinkEvent.PostsRestored(posts, IsAsked: true)), Is.Empty, "the command says it, once for all");
    }

    private List<string> Apply(LinkEvent happened)
    {
        var (state, lines) = _reducer.Apply(_state, happened);
        _state = state;
        return [.. lines.SelectMany(line => LineLayout.Rows(line, null)).Select(row => row.Value)];
    }
}
