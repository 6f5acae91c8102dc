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
    public async Task ALineForARoomThatRefuses_GoesToNoOtherRoom_AndStays()
    {
        await _typing.PressAsync("/join #secret\rfor secret o");
        await RefuseAsync();
        Assert.That(Terminal.Bottom, Is.EqualTo("[no room] for secret o"));

        await _typing.PressAsync("nly\r");
        Assert.That(Terminal.Above, Has.Some.Contains("nobody would read it: for secret only"));
        Assert.That(_typing.Chat.Link.Unanswered, Is.Zero);
    }

    [Test]
    public async Task ARoomThatRefuses_WithNothingTyped_LooksBackAtTheOneBefore()
    {
        await _typing.PressAsync("/join #secret\r");
        await RefuseAsync();

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

    private async Task RefuseAsync()
    {
        var join = await _typing.Connection.ReadAsync<JoinFrame>();
        await _typing.Connection.SendAsync(new ErrorFrame(join.Id, ErrorCodes.Forbidden, "closed"));
        await _typing.ToldAsync();
    }
}
