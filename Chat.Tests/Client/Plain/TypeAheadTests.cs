using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Plain;

/// <summary>What somebody types on who does not wait for the answer to a command.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class TypeAheadTests
{
    private TypingHarness _typing = null!;

    private VirtualTerminal Terminal => _typing.Terminal;

    [SetUp]
    public async Task SetUpAsync() => _typing = await TypingHarness.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _typing.DisposeAsync();

    [Test]
    public async Task ALine_RightAfterAJoin_IsSaidInThatRoom()
    {
        await _typing.PressAsync("/join #dev\rfor dev only\rand mo");
        await _typing.Connection.LetInAsync();
        var post = await _typing.Connection.ReadAsync<PostFrame>();
        await _typing.ToldAsync();

        Assert.That((post.Room, post.Text), Is.EqualTo(("#dev", "for dev only")));
        Assert.That(Terminal.Bottom, Is.EqualTo("[#dev] and mo"));
    }

    [Test]
    public async Task AnUnfinishedLine_StaysWhole_WhateverTheServerCallsTheRoom()
    {
        await _typing.PressAsync("/join #dev\rfor d");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#dev] for d"));
        var join = await _typing.Connection.ReadAsync<JoinFrame>();
        await _typing.PressAsync("ev ");
        await _typing.Connection.SendAsync(Joined(join.Id, "#Dev", 0));
        await _typing.ToldAsync();
        await _typing.PressAsync("only");

        Assert.That(Terminal.Bottom, Is.EqualTo("[#Dev] for dev only"));
        await _typing.PressAsync("\u001B1\u001B2");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "), "nothing of it was left there");
    }

    [Test]
    public async Task ALineForARoomThatRefuses_GoesToNoOtherRoom_AndIsToldOfAsNotSent()
    {
        await _typing.PressAsync("/join #secret\rfor secret o");
        await RefuseAsync();
        Assert.That(Terminal.Bottom, Is.EqualTo("[no room] for secret o"));

        await _typing.PressAsync("nly\rfor all");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] for all"));
        var post = await _typing.Connection.ReadAsync<PostFrame>();
        Assert.That((post.Room, post.Text), Is.EqualTo(("#secret", "for secret only")));
        await _typing.Connection.SendAsync(new ErrorFrame(post.Id, ErrorCodes.NotMember, "not in there"));
        await _typing.ToldAsync();
        Assert.That(Terminal.Above, Does.Contain("!! Not sent to #secret: not in there").And.Contain("     for secret only"));
        Assert.That(_typing.Chat.Link.Unanswered, Is.Zero);
    }

    [Test]
    public async Task ALineForARoomThatRefuses_WhenItIsCleared_LooksBack()
    {
        await _typing.PressAsync("/join #secret\rfor secret");
        await RefuseAsync();
        await _typing.PressAsync("\u0015");

        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [Test]
    public async Task ALineForARoomThatRefuses_StaysThatRoomsDraft_WhereverOneLooks()
    {
        await _typing.PressAsync("/join #secret\rfor secret");
        await RefuseAsync();
        await _typing.PressAsync("\u001B1");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));

        await _typing.PressAsync("/join #secret\r");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#secret] for secret"));
        await _typing.Connection.LetInAsync();
        await _typing.ToldAsync();
        Assert.That(Terminal.Bottom, Is.EqualTo("[#secret] for secret"));
    }

    [TestCase("#secret", "[#secret] for secret")]
    [TestCase("#other", "[no room] for secret")]
    public async Task ALineForARoomThatRefuses_IsMovedByNoOtherRoomThatOpens(string room, string bottom)
    {
        await _typing.PressAsync("/join #secret\rfor secret");
        await RefuseAsync();
        await _typing.Connection.SendAsync(new MembershipFrame(room, LobbyLog, true, "olga", null));
        await _typing.Connection.LetInAsync();
        await _typing.ToldAsync();

        Assert.That(Terminal.Bottom, Is.EqualTo(bottom));
    }

    [Test]
    public async Task ACommand_AfterARoomThatRefused_IsOfTheRoomBefore()
    {
        await _typing.PressAsync("/join #secret\r/na");
        await RefuseAsync();
        Assert.That(Terminal.Bottom, Is.EqualTo("[no room] /na"));
        await _typing.PressAsync("mes\r");

        Assert.That((await _typing.Connection.ReadAsync<MembersFrame>()).Room, Is.EqualTo("#lobby"));
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [Test]
    public async Task ARoomThatRefuses_WithNothingTyped_LooksBackAtTheOneBefore()
    {
        await _typing.PressAsync("/join #secret\r");
        await RefuseAsync();

        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [Test]
    public async Task ARoomThatRefuses_ToOneWhoIsInNone_LeavesHimThere()
    {
        await EnterAsync("#dev");
        await _typing.Connection.SendAsync(new MembershipFrame("#dev", LobbyLog, false, "olga", "noise"));
        await _typing.ToldAsync();
        Assert.That(Terminal.Bottom, Is.EqualTo("[no room] "));

        await _typing.PressAsync("/join #dev\r");
        await RefuseAsync();

        Assert.That(Terminal.Bottom, Is.EqualTo("[no room] "), "He has not asked for #lobby.");
        Assert.That(Terminal.Above, Has.Some.Contains("!! #dev: closed"));
    }

    [Test]
    public async Task ARoomThatRefuses_AfterALookElsewhere_LooksBackAtWhereItWasAskedFor()
    {
        await EnterAsync("#dev");
        await _typing.PressAsync("\u001B2");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));

        await _typing.PressAsync("/join #secret\r\u001B1");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#dev] "));
        await _typing.PressAsync("\u001B/");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#secret] "));
        await RefuseAsync();

        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [Test]
    public async Task TwoRoomsThatRefuse_InAnyOrder_LookBackAtWhereTheFirstWasAskedFor([Values] bool isFirstFirst)
    {
        await EnterAsync("#dev");
        await _typing.PressAsync("/join #one\r/join #two\r");
        var joins = new[] { await _typing.Connection.ReadAsync<JoinFrame>(), await _typing.Connection.ReadAsync<JoinFrame>() };
        foreach (var join in isFirstFirst ? joins : joins.Reverse())
        {
            await RefuseAsync(join);
        }

        Assert.That(Terminal.Bottom, Is.EqualTo("[#dev] "));
    }

    [Test]
    public async Task ARoomThatRefuses_LooksBackAtOneThatTheServerCallsOtherwise()
    {
        await _typing.PressAsync("/join #dev\r/join #secret\r");
        var join = await _typing.Connection.ReadAsync<JoinFrame>();
        await _typing.Connection.SendAsync(Joined(join.Id, "#Dev", 0));
        await RefuseAsync();

        Assert.That(Terminal.Bottom, Is.EqualTo("[#Dev] "));
        await _typing.Connection.SendAsync(Said("#Dev", 1, "hello"));
        await _typing.ToldAsync();
        Assert.That(Terminal.Above[^1], Does.EndWith("<bob> hello"), "it is the room looked at");
    }

    [Test]
    public async Task ARoomThatRefuses_AskedForInTwoSpellings_IsLookedAtNoMore()
    {
        await _typing.PressAsync("/join #secret\r/join #SECRET\r");
        await RefuseAsync();

        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [Test]
    public async Task ARoomThatRefuses_AfterTheRoomBeforeIsClosed_LooksAtTheOneBeforeThat()
    {
        await EnterAsync("#dev");
        await _typing.PressAsync("/join #secret\r");
        await _typing.Connection.SendAsync(new MembershipFrame("#dev", LobbyLog, false, "olga", null));
        await RefuseAsync();

        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [TestCase("/join @bob")]
    [TestCase("/query bob")]
    public async Task AConversationThatCannotBe_IsToldOnce_AndLooksBack(string line)
    {
        await _typing.PressAsync($"{line}\r");
        var join = await _typing.Connection.ReadAsync<JoinFrame>();
        await _typing.Connection.SendAsync(new ErrorFrame(join.Id, ErrorCodes.NoSuchNick, "Nobody here is called bob."));
        await _typing.ToldAsync();

        Assert.That(Terminal.Above.Where(row => row.StartsWith("!!", StringComparison.Ordinal)), Is.EqualTo(new[] { "!! @bob: there is nobody of that nick" }));
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [Test]
    public async Task ALine_RightAfterAPart_IsSaidInTheRoomBefore()
    {
        await _typing.PressAsync("/join #dev\r");
        await _typing.Connection.LetInAsync();
        await _typing.ToldAsync();
        await _typing.PressAsync("/part\rback\r");
        await _typing.Connection.ReadAsync<LeaveFrame>();

        Assert.That((await _typing.Connection.ReadAsync<PostFrame>()).Room, Is.EqualTo("#lobby"));
    }

    private async Task EnterAsync(string room)
    {
        await _typing.PressAsync($"/join {room}\r");
        await _typing.Connection.LetInAsync();
        await _typing.ToldAsync();
    }

    private async Task RefuseAsync() => await RefuseAsync(await _typing.Connection.ReadAsync<JoinFrame>());

    private async Task RefuseAsync(JoinFrame join)
    {
        await _typing.Connection.SendAsync(new ErrorFrame(join.Id, ErrorCodes.Forbidden, "closed"));
        await _typing.ToldAsync();
    }
}
