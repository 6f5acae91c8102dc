using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Connection;
using NUnit.Framework;

namespace Chat.Tests.Client.Commands;

[TestFixture]
[CancelAfter(20_000)]
public sealed class ModerationCommandTests
{
    private FakeChat _chat = null!;

    [SetUp]
    public async Task SetUpAsync() => _chat = await FakeChat.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _chat.DisposeAsync();

    [TestCase("/kick bob", "#lobby", "kick", "bob", null, null)]
    [TestCase("/kick @bob  too  loud", "#lobby", "kick", "bob", null, "too  loud")]
    [TestCase("/kick bob 10m", "#lobby", "kick", "bob", null, "10m")]
    [TestCase("/kick #LOBBY bob", "#lobby", "kick", "bob", null, null)]
    [TestCase("/kick #dev bob", "#dev", "kick", "bob", null, null)]
    [TestCase("/ban bob", "#lobby", "ban", "bob", null, null)]
    [TestCase("/ban bob 2h", "#lobby", "ban", "bob", 7200, null)]
    [TestCase("/ban bob 7d spam and more", "#lobby", "ban", "bob", 604800, "spam and more")]
    [TestCase("/ban bob spam 7d", "#lobby", "ban", "bob", null, "spam 7d")]
    [TestCase("/ban --server bob 1h reason", null, "ban", "bob", 3600, "reason")]
    [TestCase("/mute bob 10m", "#lobby", "mute", "bob", 600, null)]
    [TestCase("/op bob", "#lobby", "moderator", "bob", null, null)]
    [TestCase("/deop bob", "#lobby", "member", "bob", null, null)]
    [TestCase("/owner bob", "#lobby", "owner", "bob", null, null)]
    [TestCase("/invite bob", "#lobby", "invite", "bob", null, null)]
    [TestCase("/invite bob dev", "#dev", "invite", "bob", null, null)]
    [TestCase("/invite bob #dev", "#dev", "invite", "bob", null, null)]
    [TestCase("/invite #dev bob", "#dev", "invite", "bob", null, null)]
    [TestCase("/mute bob #dev", "#dev", "mute", "bob", null, null)]
    [TestCase("/ban bob #dev 5m hm", "#dev", "ban", "bob", 300, "hm")]
    [TestCase("/kick bob #dev noise", "#dev", "kick", "bob", null, "noise")]
    [TestCase("/ban bob --server 1h", null, "ban", "bob", 3600, null)]
    [TestCase("/unban #dev bob", "#dev", "unban", "bob", null, null)]
    [TestCase("/mute bob forever", "#lobby", "mute", "bob", null, null)]
    [TestCase("/private", "#lobby", "private", null, null, null)]
    [TestCase("/public #dev", "#dev", "public", null, null, null)]
    public async Task AModerator_AsksForWhatWasTyped(string line, string? room, string action, string? nick, int? seconds, string? reason)
    {
        var asked = await _chat.RunAsync<ModerateFrame>(line, request => new DoneFrame(request.Id));

        Assert.That(asked, Is.EqualTo(new ModerateFrame(asked.Id, room, action, nick, seconds, reason)));
        var isSeenInTheRoom = room == "#lobby" && action != "invite";
        Assert.That(_chat.Shown(), Has.Count.EqualTo(isSeenInTheRoom ? 0 : 1));
    }

    [TestCase("/unban bob", "!! #lobby: bob is not banned, so nothing has changed")]
    [TestCase("/unban #dev bob", "!! #dev: bob is not banned, so nothing has changed")]
    [TestCase("/unban --server bob", "!! The whole server: bob is not banned, so nothing has changed")]
    [TestCase("/unmute bob", "!! #lobby: bob is not muted, so nothing has changed")]
    [TestCase("/unmute --server bob", "!! The whole server: bob is not muted, so nothing has changed")]
    public async Task Lifting_WhatIsNotThere_SaysSo(string line, string expected)
    {
        await _chat.RunAsync<ModerateFrame>(line, request => new ErrorFrame(request.Id, ErrorCodes.NoSuchNick, "x", null, "nick"));

        Assert.That(_chat.Shown(), Is.EqualTo([expected]));
    }

    [Test]
    public async Task Done_WhereNoRoomTellsOfIt_SaysSo()
    {
        await _chat.RunAsync<ModerateFrame>("/ban --server bob 1h spam\u202E", request => new DoneFrame(request.Id));
        await _chat.RunAsync<ModerateFrame>("/invite bob", request => new DoneFrame(request.Id));
        await _chat.RunAsync<ModerateFrame>("/mute #dev bob", request => new DoneFrame(request.Id));

        Assert.That(_chat.Shown(), Is.EqualTo([
            "-- The whole server: you banned bob for 1 hour: spam⟨U+202E⟩", "-- #lobby: you invited bob", "-- #dev: you muted bob for good"]));
    }

    [Test]
    public async Task Done_InAnotherRoomThatTellsOfIt_IsSaidOnce()
    {
        _chat.Apply(new LinkEvent.RoomOpened(SessionHarness.Joined(1, "#dev", 0), Opening.Entered));
        _chat.Shown();
        await _chat.RunAsync<ModerateFrame>("/kick #dev bob", request => new DoneFrame(request.Id));

        Assert.That(_chat.Shown(), Is.Empty);
    }

    [Test]
    public async Task Refused_SaysWhy()
    {
        await _chat.RunAsync<ModerateFrame>("/kick bob", request => new ErrorFrame(request.Id, ErrorCodes.Forbidden, "only moderators may"));
        await _chat.RunAsync<ModerateFrame>("/private", request => new ErrorFrame(request.Id, ErrorCodes.UnknownKind, "x"));
        await _chat.RunAsync<ModerateFrame>("/public", request => new ErrorFrame(request.Id, ErrorCodes.Forbidden, ""));
        await _chat.RunAsync<ModerateFrame>("/kick bob", request => new ErrorFrame(request.Id, ErrorCodes.NotMember, "you are not here", null, "room"));
        await _chat.RunAsync<ModerateFrame>("/kick bob", request => new ErrorFrame(request.Id, ErrorCodes.NotMember, "bob is not in #lobby.", null, "nick"));

        Assert.That(_chat.Shown(), Is.EqualTo([
            "!! bob: only moderators may", "!! #lobby: this server cannot do that", "!! #lobby: you may not do that",
            "!! bob: you are not in that room", "!! bob is not in #lobby."]));
    }

    [TestCase("/kick", "/kick [#ROOM] NICK [REASON]")]
    [TestCase("/ban --server", "/ban [#ROOM] NICK [TIME] [REASON]")]
    [TestCase("/mute #lobby", "/mute [#ROOM] NICK [TIME] [REASON]")]
    [TestCase("/mute #lobby #dev", "/mute [#ROOM] NICK [TIME] [REASON]")]
    [TestCase("/invite", "/invite [#ROOM] NICK")]
    [TestCase("/invite #dev bob now", "/invite [#ROOM] NICK")]
    [TestCase("/ban bob 5x hm", "5x is no time: 30s, 10m")]
    [TestCase("/mute bob #dev 10", "10 is no time")]
    [TestCase("/ban #dev bob 99999999999w", "is no time")]
    [TestCase("/op b!b", "no nick")]
    public async Task Misused_SaysHow(string line, string expected)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.Shown().Single(), Does.StartWith("!! ").And.Contain(expected));
    }

    [Test]
    public async Task InAConversation_ThereIsNobodyToKeepOrder()
    {
        _chat.Select("@bob");
        await _chat.RunAsync("/kick bob");

        Assert.That(_chat.Shown().Single(), Does.Contain("/block bob"));
        await _chat.RunAsync<ModerateFrame>("/kick --server bob", request => new DoneFrame(request.Id));
    }

    [TestCase(201)]
    [TestCase(500)]
    public async Task AReason_ThatIsTooLong_IsNotSent(int length)
    {
        await _chat.RunAsync($"/kick bob {new string('x', length)}");

        Assert.That(_chat.Shown().Single(), Does.Contain("200"));
    }
}
