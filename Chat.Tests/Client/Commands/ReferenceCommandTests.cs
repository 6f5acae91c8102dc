using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Commands;

[TestFixture]
[CancelAfter(20_000)]
public sealed class ReferenceCommandTests
{
    private FakeChat _chat = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _chat = await FakeChat.StartAsync();
        _chat.Apply(new LinkEvent.Arrived(Said("#lobby", 1, "mine first", "alice")));
        _chat.Apply(new LinkEvent.Arrived(Said("#lobby", 2, "soup?", "Bob")));
        _chat.Apply(new LinkEvent.Arrived(Said("#lobby", 3, "mine second", "alice")));
        _chat.Apply(new LinkEvent.Arrived(Said("#lobby", 4, "hi", "carol")));
        _chat.Apply(new LinkEvent.Arrived(Said("#lobby", 5, "deleted", "carol")));
        _chat.Apply(new LinkEvent.Arrived(new EventFrame("#lobby", 6, 0, "carol", EventKind.Delete, "", 5)));
        _chat.Shown();
    }

    [TearDown]
    public async Task TearDownAsync() => await _chat.DisposeAsync();

    [TestCase("/reply yes", EventKind.Text, "yes", 4)]
    [TestCase("/reply @bob  yes  please", EventKind.Text, "yes  please", 2)]
    [TestCase("/reply @bob, yes", EventKind.Text, "@bob, yes", 4)]
    [TestCase("/reply @bob", EventKind.Text, "@bob", 2)]
    [TestCase("/reply ^2 to myself", EventKind.Text, "to myself", 3)]
    [TestCase("/reply ^^ look", EventKind.Text, "^^ look", 4)]
    [TestCase("/edit better", EventKind.Edit, "better", 3)]
    [TestCase("/edit ^2 better still", EventKind.Edit, "better still", 1)]
    [TestCase("/edit @bob better", EventKind.Edit, "@bob better", 3)]
    [TestCase("/delete", EventKind.Delete, "", 3)]
    [TestCase("/delete ^2", EventKind.Delete, "", 1)]
    [TestCase("/delete @bob", EventKind.Delete, "", 2)]
    [TestCase("/react \U0001F44D", EventKind.Reaction, "\U0001F44D", 4)]
    [TestCase("/react @BOB :+1:", EventKind.Reaction, "\U0001F44D", 2)]
    [TestCase("/react ^3 :nosuch:", EventKind.Reaction, ":nosuch:", 2)]
    [TestCase("/react -:+1:", EventKind.ReactionWithdrawn, "\U0001F44D", 4)]
    public async Task AMessage_IsChosen(string line, EventKind kind, string text, long reference)
    {
        await _chat.RunAsync(line);
        var post = await _chat.Connection.ReadAsync<PostFrame>();

        Assert.That((post.Room, post.Kind, post.Text, post.Ref), Is.EqualTo(("#lobby", kind, text, (long?)reference)));
    }

    [TestCase("/reply", "/reply [^N|@NICK] TEXT")]
    [TestCase("/edit", "/edit [^N] TEXT")]
    [TestCase("/edit ^2", "/edit [^N] TEXT")]
    [TestCase("/delete the last one", "/delete")]
    [TestCase("/delete ^1 now", "/delete")]
    [TestCase("/react", "/react")]
    [TestCase("/react -", "/react")]
    [TestCase("/react two words", "/react")]
    [TestCase("/reply ^5 x", "no such message")]
    [TestCase("/edit ^3 x", "You have said nothing")]
    public async Task Misused_SaysHow_AndSendsNothing(string line, string expected)
    {
        await _chat.RunAsync(line == "/react -" ? "/react - x" : line);

        Assert.That(_chat.Shown().Single(), Does.StartWith("!! ").And.Contain(expected));
        Assert.That(_chat.Link.Unanswered, Is.Zero);
    }

    [TestCase("/reply @dave yes", "!! dave has said nothing here that can be answered.")]
    [TestCase("/reply @dave", "!! dave has said nothing here that can be answered.")]
    [TestCase("/react @dave :+1:", "!! dave has said nothing here that can be answered.")]
    [TestCase("/delete @dave", "!! dave has said nothing here that can be deleted.")]
    public async Task SomebodyWhoHasSaidNothing_IsNotAnsweredForAnother(string line, string expected)
    {
        var running = _chat.RunAsync(line);
        foreach (var nick in (string[])["carol", "Bob"])
        {
            var asked = await _chat.Connection.ReadAsync<WhoisFrame>();
            Assert.That(asked.Nick, Is.EqualTo(nick), "maybe one of them was called so");
            await _chat.Connection.SendAsync(new UserFrame(asked.Id, nick, UserStatus.Online, null, true));
        }

        await running;
        Assert.That(_chat.Shown(), Is.EqualTo([expected]));
        Assert.That(_chat.Link.Unanswered, Is.Zero);
    }

    [TestCase("/reply @bob yes")]
    [TestCase("/reply @Robert yes")]
    public async Task AfterANewNick_WhatWasSaidBefore_IsFoundByEither(string line)
    {
        _chat.Apply(new LinkEvent.Told(new RenamedFrame("Bob", "robert")));
        await _chat.RunAsync(line);

        Assert.That((await _chat.Connection.ReadAsync<PostFrame>()).Ref, Is.EqualTo(2));
    }

    [Test]
    public async Task AfterANewNickThatNobodyHasToldOf_TheServerIsAsked()
    {
        var running = _chat.RunAsync("/reply @robert yes");
        foreach (var nick in (string[])["carol", "robert"])
        {
            var asked = await _chat.Connection.ReadAsync<WhoisFrame>();
            await _chat.Connection.SendAsync(new UserFrame(asked.Id, nick, UserStatus.Online, null, true));
        }

        await running;
        Assert.That((await _chat.Connection.ReadAsync<PostFrame>()).Ref, Is.EqualTo(2));
    }

    [Test]
    public async Task AfterANewNick_OnesOwnMessagesAreStillOnesOwn()
    {
        _chat.Apply(new LinkEvent.Told(new RenamedFrame("alice", "alicia")));
        _chat.Apply(new LinkEvent.Told(new RenamedFrame("carol", "carla")));
        await _chat.RunAsync("/edit better");
        Assert.That((await _chat.Connection.ReadAsync<PostFrame>()).Ref, Is.EqualTo(3));
    }

    [Test]
    public async Task InARoomOfWhichNothingIsKnown_ThereIsNothingToMean()
    {
        _chat.Select("#dev");
        await _chat.RunAsync("/reply hello");

        Assert.That(_chat.Shown().Single(), Does.Contain("no such message in #dev"));
    }
}
