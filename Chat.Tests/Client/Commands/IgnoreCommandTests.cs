using Chat.Client.Connection;
using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Commands;

[TestFixture]
[CancelAfter(20_000)]
public sealed class IgnoreCommandTests
{
    private FakeChat _chat = null!;

    [SetUp]
    public async Task SetUpAsync() => _chat = await FakeChat.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _chat.DisposeAsync();

    [TestCase("/block Alice")]
    [TestCase("/ignore @Alice")]
    public async Task BlockAndIgnore_OfOneself_AreRefusedHere(string line)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.Shown(), Is.EqualTo(["!! Alice is you."]));
    }

    [Test]
    public async Task Ignore_HidesWhatSomebodySays_UntilUnignore()
    {
        await _chat.RunAsync("/ignore @Bob");
        _chat.Shown();
        _chat.Apply(new LinkEvent.Arrived(Said("#lobby", 1, "noise")));
        _chat.Apply(new LinkEvent.Arrived(Said("@bob", 1, "psst")));
        _chat.Apply(new LinkEvent.Backlog(Page(1, "#lobby", 1)));
        _chat.Apply(new LinkEvent.Arrived(Said("#lobby", 2, "hi", "carol")));
        _chat.Apply(new LinkEvent.Arrived(new EventFrame("#lobby", 3, 0, "bob", EventKind.Topic, "soup")));
        Assert.That(_chat.Shown(), Is.EqualTo(["00:00 #lobby <carol> hi", "00:00 #lobby * bob set the topic: soup"]));
        Assert.That(_chat.State.Rooms.Keys, Is.EqualTo(["#lobby"]));

        await _chat.RunAsync("/unignore bob");
        _chat.Shown();
        _chat.Apply(new LinkEvent.Arrived(Said("#lobby", 4, "sorry")));
        Assert.That(_chat.Shown(), Is.EqualTo(["00:00 #lobby <bob> sorry"]));
    }

    [Test]
    public async Task Ignore_ThatCannotBeKept_HoldsAndSaysSo()
    {
        _chat.KeepFails = new StoreException("the disk is full");
        await _chat.RunAsync("/ignore bob");

        Assert.That(_chat.Shown()[1], Is.EqualTo("!! That holds until you quit only: the disk is full"));
        Assert.That(_chat.State.Ignored.Contains("BOB"), Is.True);
    }

    [Test]
    public async Task Ignore_WithoutANick_SaysWhom()
    {
        await _chat.RunAsync("/ignore");
        await _chat.RunAsync("/ignore bob");
        await _chat.RunAsync("/ignore bob");
        await _chat.RunAsync("/ignore");
        await _chat.RunAsync("/unignore carol");
        await _chat.RunAsync("/ignore !");

        Assert.That(_chat.Shown(), Is.EqualTo([
            "You ignore nobody.",
            "-- Nothing of bob is shown any more. /unignore bob ends it.",
            "You ignore bob already.",
            "You ignore bob",
            "You do not ignore carol.",
            "!! ! is no nick."]));
    }

    [TestCase("/block @bob", true, "can neither write")]
    [TestCase("/unblock bob", false, "can write to you again")]
    public async Task Block_IsTheServersToDo(string line, bool on, string expected)
    {
        var asked = await _chat.RunAsync<BlockFrame>(line, request => new DoneFrame(request.Id));

        Assert.That(asked, Is.EqualTo(new BlockFrame(asked.Id, "bob", on)));
        Assert.That(_chat.Shown().Single(), Does.Contain(expected));
        await _chat.RunAsync<BlockFrame>(line, request => new ErrorFrame(request.Id, ErrorCodes.NoSuchNick, "x"));
        Assert.That(_chat.Shown(), Is.EqualTo(["!! bob: there is nobody of that nick"]));
        await _chat.RunAsync(line.Split(' ')[0]);
        Assert.That(_chat.Shown().Single(), Does.Contain("NICK"));
    }
}
