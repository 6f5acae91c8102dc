using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Names that are to be taken for another's.</summary>
public sealed partial class AttackTests
{
    [TestCase("ALICE")]
    [TestCase("aIice", TestName = "{m}(a capital i)")]
    [TestCase("\u0430lice", TestName = "{m}(a Cyrillic a)")]
    [TestCase("\u0430\u04c0\u0456\u0441\u0435", TestName = "{m}(Cyrillic)")]
    [TestCase("\uff41\uff4c\uff49\uff43\uff45", TestName = "{m}(full width)")]
    [TestCase("\U0001d41a\U0001d425\U0001d422\U0001d41c\U0001d41e", TestName = "{m}(mathematical)")]
    [TestCase("alice\u3164", TestName = "{m}(a filler that nobody sees)")]
    [TestCase("al\u034fice", TestName = "{m}(a mark that nobody sees)")]
    [TestCase("alice\ufe0f", TestName = "{m}(a variation that nobody sees)")]
    public async Task Nick_ThatLooksLikeAnothers_IsRefusedWhetherHeIsHereOrNot(string lookalike)
    {
        var device = NewDevice();
        var (alice, mallory) = (await EnterAsync("alice", device), await EnterNewAsync("mallory"));

        await AssertIsTakenAsync(lookalike, mallory, "alice");
        await QuitAsync(alice);
        await AssertIsTakenAsync(lookalike, mallory, "alice");
        Assert.That((await EnterAsync(lookalike, device)).Welcome!.Nick, Is.EqualTo("alice"), "Who it is says the key.");
    }

    [TestCase("aIice")]
    [TestCase("\u0430lice")]
    public async Task Nick_ThatLooksLikeAGuests_IsRefusedWhileHeIsHere(string lookalike)
    {
        var (alice, mallory) = (await EnterAsync("alice"), await EnterNewAsync("mallory"));

        await AssertIsTakenAsync(lookalike, mallory, "alice");
        await QuitAsync(alice);
        await mallory.NickAsync(lookalike);
    }

    [Test]
    public async Task Nick_ThatAnotherHadBefore_StaysHis()
    {
        var device = NewDevice();
        var (alice, mallory) = (await EnterAsync("alice", device), await EnterNewAsync("mallory"));
        await alice.NickAsync("bea");

        await AssertIsTakenAsync("alice", mallory, "bea");
        await AssertIsTakenAsync("aIice", mallory, "bea");
        await QuitAsync(alice);
        await AssertIsTakenAsync("alice", mallory, "bea");
        await mallory.PostAsync("@alice", "are you still called that?");

        Assert.That((await EnterAsync("mallory2", device)).Welcome!.Rooms.Single().Room, Is.EqualTo("@mallory"));
    }

    [TestCase("zo\u00e9", "zoe\u0301", TestName = "{m}(composed or not)")]
    [TestCase("zoa\u0323\u0301", "zoa\u0301\u0323", TestName = "{m}(marks in another order)")]
    [TestCase("\ud55c\uad6d\uc5b4", "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165", TestName = "{m}(Hangul in its letters)")]
    public async Task Nick_InAnotherFormOfTheSameText_IsTheSame(string nick, string other)
    {
        await EnterNewAsync(nick);

        await AssertIsTakenAsync(other, await EnterNewAsync("mallory"), nick);
    }

    [TestCase("al\u200bice", TestName = "{m}(nothing, of no width)")]
    [TestCase("al\u200dice", TestName = "{m}(a joiner)")]
    [TestCase("\u2060alice", TestName = "{m}(a word joiner)")]
    [TestCase("alice\ufeff", TestName = "{m}(a mark of byte order)")]
    [TestCase("al\u00adice", TestName = "{m}(a soft hyphen)")]
    [TestCase("\u202ealice", TestName = "{m}(a change of direction)")]
    [TestCase("alice\u2800", TestName = "{m}(an empty Braille cell)")]
    [TestCase("\u0301alice", TestName = "{m}(a mark on nothing)")]
    [TestCase("alice\U0001f600", TestName = "{m}(an emoji)")]
    [TestCase("\u2665alice", TestName = "{m}(a heart)")]
    [TestCase("\u3164", TestName = "{m}(a filler alone)")]
    [TestCase("alice ", TestName = "{m}(a space)")]
    [TestCase("alice\u00a0", TestName = "{m}(a space that does not break)")]
    public async Task Nick_WithWhatIsNoLetter_IsBadNick(string name)
    {
        var mallory = await EnterNewAsync("mallory");

        Assert.That(await FailAsync(mallory, id => new NickFrame(id, name)), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(await FailAsync(await ConnectAsync(), id => Hello(id, name)), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(await FailAsync(await ConnectAsync(NewDevice()), id => Hello(id, name)), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(await FailAsync(mallory, id => new WhoisFrame(id, name)), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(await FailAsync(mallory, id => Text(id, "@" + name)), Is.EqualTo(ErrorCodes.BadNick));
    }

    [TestCase("\u0935\u093f\u0915\u093e\u0938")]
    [TestCase("\u0e01\u0e34\u0e15\u0e15\u0e34\u0e4c")]
    [TestCase("\u0e2a\u0e21\u0e0a\u0e32\u0e22")]
    [TestCase("\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f")]
    [TestCase("\u674e\u96f7")]
    [TestCase("\u305f\u308d\u3046")]
    [TestCase("\uae40\ucca0\uc218")]
    [TestCase("\u0ba4\u0bae\u0bbf\u0bb4\u0bcd")]
    [TestCase("\U00020bb7\u7530")]
    public async Task Nick_OfAnyScript_IsOwnedSpokenToAndARoomsName(string name)
    {
        var device = NewDevice();
        await QuitAsync(await EnterAsync(name, device));
        var mallory = await EnterNewAsync("mallory");

        await AssertIsTakenAsync(name, mallory, name);
        await mallory.PostAsync("@" + name, "hi");
        await mallory.JoinAsync("#" + name);

        var owner = await EnterAsync(null, device);
        Assert.That((owner.Welcome!.Nick, owner.Welcome.Rooms.Single().Room), Is.EqualTo((name, "@mallory")));
        Assert.That((await owner.JoinAsync("#" + name)).Members, Is.EqualTo(2));
        Assert.That((await mallory.MembersAsync("#" + name)).Members.Select(member => member.Nick), Is.EquivalentTo(new[] { "mallory", name }));
    }

    [Test]
    public async Task Nick_OfMarksOnly_IsTakenTo32CodePointsAndIsOneInAnyOrder()
    {
        var marks = string.Concat(Enumerable.Range(0, 31).Select(i => (char)(0x0300 + (i % 16))));
        var mallory = await EnterNewAsync("mallory");

        Assert.That(await FailAsync(mallory, id => new NickFrame(id, "a" + marks + "\u0300")), Is.EqualTo(ErrorCodes.BadNick));
        await mallory.NickAsync("a" + marks);

        Assert.That((await mallory.WhoisAsync("a" + marks)).Nick, Is.EqualTo("a" + marks));
        Assert.That(await FailAsync(await ConnectAsync(), id => Hello(id, "\u00e0" + marks[1..])), Is.EqualTo(ErrorCodes.NickInUse));
    }

    [Test]
    public async Task Nick_LikeARoomsName_IsAnotherAddress()
    {
        var (lobby, ann) = (await EnterNewAsync("lobby"), await EnterNewAsync("ann"));
        await ann.JoinAsync("#lobby");
        var log = (await ann.JoinAsync("#Iobby")).Log;

        await ann.PostAsync("@lobby", "to one");
        await ann.PostAsync("#lobby", "to all", log: log);

        Assert.That((await lobby.EventsAsync("@ann", 1)).Single().Text, Is.EqualTo("to one"));
        Assert.That(await lobby.FenceAsync(), Is.Empty);
        Assert.That((await ann.RoomsAsync()).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#lobby" }), "Nor is there a second room that looks like it.");
    }

    [TestCase("alice", "aIice")]
    [TestCase("alice", "ALICE")]
    public async Task Nick_ClaimedTwiceAtOnce_IsOnes(string one, string other)
    {
        for (var round = 0; round < 10; round++)
        {
            var newcomer = await ConnectAsync(NewDevice());
            var known = await EnterNewAsync($"known{round}");
            var guest = await ConnectAsync();

            var answers = await Task.WhenAll(
                newcomer.AskAsync(id => Hello(id, one + round)), known.AskAsync(id => new NickFrame(id, other + round)), guest.AskAsync(id => Hello(id, other + round)));

            Assert.That(answers.OfType<ErrorFrame>().Select(error => error.Code), Is.EqualTo(new[] { ErrorCodes.NickInUse, ErrorCodes.NickInUse }));
        }
    }

    [Test]
    public async Task Name_OfAWholeFrame_IsRefusedWhereverOneIsTaken([Values("a", "\u0301", "\U0001f600", "\ufdfa")] string unit)
    {
        var name = string.Concat(Enumerable.Repeat(unit, 65_000 / System.Text.Encoding.UTF8.GetByteCount(unit)));
        var mallory = await EnterNewAsync("mallory");
        Func<uint, Frame>[] requests =
        [
            id => new WhoisFrame(id, name),
            id => new NickFrame(id, name),
            id => new BlockFrame(id, name, true),
            id => new JoinFrame(id, "#" + name),
            id => new JoinFrame(id, "@" + name),
            id => new LeaveFrame(id, "#" + name),
            id => new MembersFrame(id, "#" + name),
            id => new MembersFrame(id, "#a", name),
            id => new RoomsFrame(id, name),
            id => new RoomsFrame(id, null, "#" + name),
            id => new MineFrame(id, "@" + name),
            id => new HistoryFrame(id, "#" + name, null, null, 1),
            id => new SearchFrame(id, "word", "#" + name, null, 1),
            id => new ReadFrame(id, "@" + name, 1),
            id => Text(id, "#" + name),
            id => new ModerateFrame(id, null, "kick", name),
            id => new ModerateFrame(id, "#" + name, "kick", "ann"),
            id => new ModerateFrame(id, "#a", name, "ann"),
        ];

        foreach (var request in requests)
        {
            Assert.That(await FailAsync(mallory, request), Is.AnyOf(ErrorCodes.BadNick, ErrorCodes.BadRoom, ErrorCodes.BadField), request(1).FrameKind.ToString());
        }

        await mallory.SendAsync(new TypeFrame("#" + name, true));
        Assert.That(await mallory.FenceAsync(), Is.Empty);
        var stranger = await ConnectAsync();
        await stranger.SendAsync(Hello(1, name));
        Assert.That((await stranger.ClosingErrorAsync()).Code, Is.EqualTo(ErrorCodes.FrameTooLarge));
    }

    /// <summary>That neither a guest nor a new device nor a user of another name can have it.</summary>
    private async Task AssertIsTakenAsync(string nick, WireClient other, string owner)
    {
        Assert.That(await FailAsync(await ConnectAsync(), id => Hello(id, nick)), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That(await FailAsync(await ConnectAsync(NewDevice()), id => Hello(id, nick)), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That(await FailAsync(other, id => new NickFrame(id, nick)), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That((await other.WhoisAsync(nick)).Nick, Is.EqualTo(owner));
    }
}
