using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Administration.Control;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Going on where one was put out or silenced, and keeping rights that were taken away.</summary>
public sealed partial class AttackTests
{
    [Test]
    public async Task Mute_OfAUser_HoldsOnEveryDeviceUnderEveryNickAndInEveryKindOfPost()
    {
        var (olga, bob) = (await EnterNewAsync("olga"), await EnterNewAsync("bob"));
        await olga.JoinAsync("#a");
        await bob.JoinAsync("#a");
        await bob.PostAsync("#a", "mine");
        var phone = await AddDeviceAsync(bob);
        await phone.JoinAsync("#a");

        await ModerateAsync(olga, "#a", "mute", "bob");

        await AssertIsMutedAsync(bob);
        await AssertIsMutedAsync(phone);
        await phone.NickAsync("rob");
        await AssertIsMutedAsync(bob);
        await bob.LeaveAsync("#a");
        await bob.JoinAsync("#a");
        await AssertIsMutedAsync(bob);
        var tablet = await AddDeviceAsync(bob, nick: "rob");
        await tablet.JoinAsync("#a");
        await AssertIsMutedAsync(tablet);
        await bob.JoinAsync("#b");
        await bob.PostAsync("#b", "Elsewhere he may.");
        Assert.That((await olga.HistoryAsync("#a", 10)).Events.Select(e => e.Text), Is.EqualTo(new[] { "mine", "mute bob 0" }));
    }

    [Test]
    public async Task Mute_OfAGuest_HoldsWhenHeResumesOrRenamesOrJoinsAgain()
    {
        var (olga, gus) = (await EnterNewAsync("olga"), await EnterAsync("gus"));
        await olga.JoinAsync("#a");
        await gus.JoinAsync("#a");
        await gus.PostAsync("#a", "mine");

        await ModerateAsync(olga, "#a", "mute", "gus");

        await AssertIsMutedAsync(gus);
        await gus.NickAsync("gust");
        await gus.LeaveAsync("#a");
        await gus.JoinAsync("#a");
        await AssertIsMutedAsync(gus);
        await QuitAsync(gus);
        await AssertIsMutedAsync(await EnterAsync("gus2", resume: gus.Welcome!.Session));
    }

    [Test]
    public async Task Ban_OfAUser_HoldsOnEveryDeviceAndUnderEveryNick()
    {
        var (olga, bob) = (await EnterNewAsync("olga"), await EnterNewAsync("bob"));
        await olga.JoinAsync("#a");
        await bob.JoinAsync("#a");
        var phone = await AddDeviceAsync(bob);

        await ModerateAsync(olga, "#a", "ban", "bob");

        await bob.NickAsync("rob");
        await ModerateAsync(olga, "#a", "private");
        await ModerateAsync(olga, "#a", "public");
        foreach (var session in new[] { bob, phone, await AddDeviceAsync(bob, nick: "rob") })
        {
            Assert.That(await FailAsync(session, static id => new JoinFrame(id, "#a")), Is.EqualTo(ErrorCodes.Banned));
            Assert.That(await FailAsync(session, static id => new JoinFrame(id, "#A", 0)), Is.EqualTo(ErrorCodes.Banned));
            Assert.That(await FailAsync(session, static id => Text(id, "#a")), Is.EqualTo(ErrorCodes.NotMember));
        }

        Assert.That(await FailAsync(olga, static id => new ModerateFrame(id, "#a", "invite", "rob")), Is.EqualTo(ErrorCodes.Forbidden), "not even by an invitation");
    }

    [Test]
    public async Task Kick_OfAGuest_IsNotUndoneByResuming([Values] bool isGone)
    {
        var (olga, gus) = (await EnterNewAsync("olga"), await EnterAsync("gus"));
        await olga.JoinAsync("#a");
        await gus.JoinAsync("#a");
        if (isGone)
        {
            await QuitAsync(gus);
        }

        await ModerateAsync(olga, "#a", "kick", "gus");

        gus = await EnterAsync("gus", resume: gus.Welcome!.Session);
        Assert.That(gus.Welcome!.Rooms, Is.Empty);
        Assert.That(await FailAsync(gus, static id => Text(id, "#a")), Is.EqualTo(ErrorCodes.NotMember));
        Assert.That((await olga.MembersAsync("#a")).Members, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Ban_FromTheServer_HoldsForCodesAndSecretsThatHeHasFromBefore()
    {
        var device = NewDevice();
        var (oper, bob, gus) = (await EnterNewAsync("oper"), await EnterAsync("bob", device), await EnterAsync("gus"));
        await OrderAsync(ControlVerb.AddOperator, "oper");
        var code = await LinkAsync(bob);

        await ModerateAsync(oper, null, "ban", "bob");
        await ModerateAsync(oper, null, "ban", "gus");

        Assert.That((await bob.RestAsync())[^1], Is.InstanceOf<ByeFrame>());
        Assert.That((await gus.RestAsync())[^1], Is.InstanceOf<ByeFrame>());
        Assert.That(await FailAsync(await ConnectAsync(device), static id => Hello(id, "bob")), Is.EqualTo(ErrorCodes.Banned));
        Assert.That(await FailAsync(await ConnectAsync(device), static id => Hello(id, "other")), Is.EqualTo(ErrorCodes.Banned));
        Assert.That(await FailAsync(await ConnectAsync(NewDevice()), id => Hello(id, "bob", code)), Is.EqualTo(ErrorCodes.Banned), "a device that he adds");
        Assert.That(await FailAsync(await ConnectAsync(), id => Hello(id, "other", resume: gus.Welcome!.Session)), Is.EqualTo(ErrorCodes.Banned));
        await ModerateAsync(oper, null, "unban", "bob");
        Assert.That((await EnterAsync(null, device)).Welcome!.Nick, Is.EqualTo("bob"));
    }

    [Test]
    public async Task Block_OfAUser_HoldsOnEveryDeviceUnderEveryNickAndInEveryKindOfPost()
    {
        var (ann, bob) = (await EnterNewAsync("ann"), await EnterNewAsync("bob"));
        await bob.PostAsync("@ann", "mine");
        await ann.BlockAsync("bob");
        var phone = await AddDeviceAsync(bob);
        await bob.JoinAsync("#b");
        await phone.NickAsync("rob");
        await ann.FenceAsync();

        foreach (var session in new[] { bob, phone })
        {
            foreach (var request in PostsOfEveryKind("@ann", 1))
            {
                Assert.That(await FailAsync(session, request), Is.EqualTo(ErrorCodes.Forbidden));
            }

            Assert.That(await FailAsync(session, static id => new ModerateFrame(id, "#b", "invite", "ann")), Is.EqualTo(ErrorCodes.Forbidden));
            await session.SendAsync(new TypeFrame("@ann", true));
            await session.FenceAsync();
        }

        Assert.That(await ann.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Member_WhoWasAModerator_HasNoRightsFromThatMomentOn([Values] bool isKicked)
    {
        var (olga, max, bob) = (await EnterNewAsync("olga"), await EnterNewAsync("max"), await EnterNewAsync("bob"));
        await olga.JoinAsync("#a");
        await max.JoinAsync("#a");
        await bob.JoinAsync("#a");
        await bob.PostAsync("#a", "his");
        await ModerateAsync(olga, "#a", "moderator", "max");
        await ModerateAsync(olga, "#a", isKicked ? "ban" : "member", "max");
        if (isKicked)
        {
            await ModerateAsync(olga, "#a", "unban", "max");
            Assert.That((await max.JoinAsync("#a")).Role, Is.EqualTo(RoomRole.Member));
        }

        await AssertHasNoRightsAsync(max, "bob");
    }

    [Test]
    public async Task Owner_WhoHasHandedTheRoomOver_IsNoOwner()
    {
        var (olga, max, bob) = (await EnterNewAsync("olga"), await EnterNewAsync("max"), await EnterNewAsync("bob"));
        await olga.JoinAsync("#a");
        await max.JoinAsync("#a");
        await bob.JoinAsync("#a");
        await bob.PostAsync("#a", "his");
        await ModerateAsync(olga, "#a", "owner", "max");

        foreach (var (action, nick) in new[] { ("owner", "olga"), ("moderator", "bob"), ("member", "max"), ("kick", "max"), ("ban", "max"), ("private", null) })
        {
            Assert.That(await FailAsync(olga, id => new ModerateFrame(id, "#a", action, nick)), Is.EqualTo(ErrorCodes.Forbidden), action);
        }

        await ModerateAsync(max, "#a", "member", "olga");
        await AssertHasNoRightsAsync(olga, "bob");
    }

    [Test]
    public async Task Operator_WhoIsOneNoMore_HasNoRightsFromThatMomentOn()
    {
        var (olga, oper, bob) = (await EnterNewAsync("olga"), await EnterNewAsync("oper"), await EnterNewAsync("bob"));
        await olga.JoinAsync("#a");
        await oper.JoinAsync("#a");
        await bob.JoinAsync("#a");
        await bob.PostAsync("#a", "his");
        await OrderAsync(ControlVerb.AddOperator, "oper");
        await ModerateAsync(oper, "#a", "mute", "olga");
        await ModerateAsync(oper, "#a", "unmute", "olga");
        await OrderAsync(ControlVerb.RemoveOperator, "oper");

        await AssertHasNoRightsAsync(oper, "bob");
        foreach (var action in new[] { "kick", "ban", "mute", "unban", "unmute", "moderator", "member" })
        {
            Assert.That(await FailAsync(oper, id => new ModerateFrame(id, null, action, "bob")), Is.EqualTo(ErrorCodes.Forbidden), action);
        }

        await QuitAsync(oper);
    }

    [Test]
    public async Task Moderate_ByOneWithoutRights_IsForbiddenAndReportsCannotBeForged()
    {
        var (olga, mallory, gus) = (await EnterNewAsync("olga"), await EnterNewAsync("mallory"), await EnterAsync("gus"));
        await olga.JoinAsync("#a");
        await mallory.JoinAsync("#a");
        await gus.JoinAsync("#a");
        await olga.PostAsync("#a", "hers");

        await AssertHasNoRightsAsync(gus, "mallory");
        await AssertHasNoRightsAsync(mallory, "gus");
        foreach (var (action, nick) in new[] { ("moderator", "mallory"), ("owner", "mallory"), ("kick", "olga"), ("kick", "0lga"), ("member", "olga") })
        {
            Assert.That(await FailAsync(mallory, id => new ModerateFrame(id, "#a", action, nick)), Is.EqualTo(ErrorCodes.Forbidden), action);
        }

        Assert.That(
            await FailAsync(mallory, static id => new PostFrame(id, Guid.NewGuid(), "#a", EventKind.Moderation, "kick olga 0")), Is.EqualTo(ErrorCodes.BadField));
        Assert.That((await olga.HistoryAsync("#a", 10)).Events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Delete_ByAnOperatorOfWhatAnotherWroteToHim_IsForbidden()
    {
        var (oper, bob) = (await EnterNewAsync("oper"), await EnterNewAsync("bob"));
        await OrderAsync(ControlVerb.AddOperator, "oper");
        await bob.PostAsync("@oper", "his");

        Assert.That(await FailAsync(oper, static id => Refer(id, "@bob", EventKind.Delete, "", 1)), Is.EqualTo(ErrorCodes.Forbidden));
    }

    /// <summary>One request for each kind of post, about a message of one's own.</summary>
    private static IEnumerable<Func<uint, Frame>> PostsOfEveryKind(string room, long own) =>
    [
        id => Text(id, room),
        id => new PostFrame(id, Guid.NewGuid(), room, EventKind.Action, "waves"),
        id => new PostFrame(id, Guid.NewGuid(), room, EventKind.Notice, "beep"),
        id => Refer(id, room, EventKind.Text, "again", own),
        id => Refer(id, room, EventKind.Edit, "more", own),
        id => Refer(id, room, EventKind.Reaction, ":+1:", own),
        id => Refer(id, room, EventKind.ReactionWithdrawn, ":+1:", own),
        id => Refer(id, room, EventKind.Delete, "", own),
        id => new PostFrame(id, Guid.NewGuid(), room, EventKind.Topic, "more"),
    ];

    private static async Task AssertIsMutedAsync(WireClient client, string? why = null)
    {
        foreach (var request in PostsOfEveryKind("#a", 1))
        {
            Assert.That(await FailAsync(client, request), Is.EqualTo(ErrorCodes.Muted), why);
        }

        Assert.That(await FailAsync(client, static id => new ModerateFrame(id, "#a", "invite", "olga")), Is.EqualTo(ErrorCodes.Muted), "An invitation has words, too.");
    }

    /// <summary>That a member of #a, in which the first message is another's, can keep no order in it.</summary>
    private static async Task AssertHasNoRightsAsync(WireClient client, string other)
    {
        foreach (var action in new[] { "kick", "ban", "mute", "unban", "unmute", "moderator", "member", "owner" })
        {
            Assert.That(await FailAsync(client, id => new ModerateFrame(id, "#a", action, other)), Is.EqualTo(ErrorCodes.Forbidden), action);
        }

        Assert.That(await FailAsync(client, static id => new ModerateFrame(id, "#a", "private", null)), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(await FailAsync(client, static id => new PostFrame(id, Guid.NewGuid(), "#a", EventKind.Topic, "mine")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(await FailAsync(client, static id => Refer(id, "#a", EventKind.Delete, "", 1)), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(await FailAsync(client, static id => Refer(id, "#a", EventKind.Edit, "mine", 1)), Is.EqualTo(ErrorCodes.Forbidden));
    }
}
