using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Who is told of whom: coming, going, being away, typing, being called something else.</summary>
[TestFixture]
public sealed class PresenceTests : EndToEndTests
{
    private WireClient _alice = null!;
    private WireClient _bob = null!;

    [SetUp]
    public async Task Enter()
    {
        _alice = await EnterAsync("alice");
        _bob = await EnterAsync("bob");
        await _alice.JoinAsync("#lobby");
    }

    [Test]
    public async Task JoinAndLeave_OthersAreTold()
    {
        await _bob.JoinAsync("#lobby");
        await _bob.LeaveAsync("#lobby");

        Assert.That(await _alice.FenceAsync(), Is.EqualTo(new[]
        {
            new PresenceFrame("#lobby", "bob", UserStatus.Online),
            new PresenceFrame("#lobby", "bob", UserStatus.Offline),
        }));
        Assert.That(await _bob.FenceAsync(), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Disconnect_OthersAreTold(bool isCut)
    {
        await _bob.JoinAsync("#lobby");
        if (isCut)
        {
            _bob.Cut();
        }
        else
        {
            await _bob.SendAsync(new ByeFrame("good night"));
        }

        await _alice.FindAsync<PresenceFrame>(presence => presence == new PresenceFrame("#lobby", "bob", UserStatus.Offline));
        Assert.That((await _alice.MembersAsync("#lobby")).Members, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Resume_OthersAreTold()
    {
        await _bob.JoinAsync("#lobby");
        await QuitAsync(_bob);
        await _alice.FenceAsync();

        var bob = await EnterAsync(null, resume: _bob.Welcome!.Session);

        Assert.That(await _alice.FenceAsync(), Is.EqualTo(new[] { new PresenceFrame("#lobby", "bob", UserStatus.Online) }));
        Assert.That(await bob.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Away_EverybodyWhoMeetsOneIsToldOnce()
    {
        await _bob.JoinAsync("#lobby");
        await _bob.JoinAsync("#other");
        await _alice.JoinAsync("#other");
        var stranger = await EnterAsync("stranger");
        await stranger.JoinAsync("#elsewhere");
        await _bob.PostAsync("@bob", "note");
        await _alice.FenceAsync();
        await _bob.FenceAsync();

        await _bob.AwayAsync("lunch");
        await _bob.AwayAsync("lunch");
        await _bob.AwayAsync(null);

        Assert.That(await _alice.FenceAsync(), Is.EqualTo(new[]
        {
            new PresenceFrame(null, "bob", UserStatus.Away, "lunch"),
            new PresenceFrame(null, "bob", UserStatus.Online),
        }));
        Assert.That(await _bob.FenceAsync(), Is.Empty);
        Assert.That(await stranger.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Away_PartnerOfAConversation_IsTold()
    {
        var carol = await EnterAsync("carol");
        await carol.PostAsync("@bob", "hi");
        await carol.FenceAsync();

        await _bob.AwayAsync("");
        Assert.That(await carol.FenceAsync(), Is.EqualTo(new[] { new PresenceFrame(null, "bob", UserStatus.Away, "") }));
        await QuitAsync(_bob);
        Assert.That(await carol.FenceAsync(), Is.EqualTo(new[] { new PresenceFrame(null, "bob", UserStatus.Offline) }));
        await EnterAsync(null, resume: _bob.Welcome!.Session);
        Assert.That(await carol.FenceAsync(), Is.EqualTo(new[] { new PresenceFrame(null, "bob", UserStatus.Online) }));
    }

    [Test]
    public async Task Away_UnfitText_IsRefused()
    {
        Assert.That((await _bob.FailAsync(id => new AwayFrame(id, new string('x', 201)))).Code, Is.EqualTo("text_too_long"));
        Assert.That((await _bob.FailAsync(id => new AwayFrame(id, "\u001b[2J"))).Code, Is.EqualTo("bad_text"));
        await _bob.AwayAsync(new string('x', 200));
    }

    [Test]
    public async Task Away_MembersAndWhois_Tell()
    {
        await _alice.AwayAsync("lunch");
        await _bob.JoinAsync("#lobby");

        Assert.That((await _bob.MembersAsync("#lobby")).Members[0], Is.EqualTo(new MemberListing("alice", UserStatus.Away, RoomRole.Member)));
        var alice = await _bob.WhoisAsync("ALICE");
        Assert.That((alice.Nick, alice.Status, alice.Text, alice.Registered), Is.EqualTo(("alice", UserStatus.Away, "lunch", false)));
        Assert.That(alice.OnlineSince, Is.Not.Null);
        Assert.That((await _bob.FailAsync(id => new WhoisFrame(id, "nobody"))).Code, Is.EqualTo("no_such_nick"));
        Assert.That((await _bob.FailAsync(id => new WhoisFrame(id, "not a nick"))).Code, Is.EqualTo("bad_nick"));
    }

    [Test]
    public async Task Nick_EverybodyWhoMeetsOneIsToldOnceOneselfToo()
    {
        await _bob.JoinAsync("#lobby");
        await _bob.PostAsync("@alice", "hi");
        var stranger = await EnterAsync("stranger");
        await _alice.FenceAsync();
        await _bob.FenceAsync();

        await _bob.NickAsync("robert");
        await _bob.NickAsync("Robert");

        RenamedFrame[] told = [new("bob", "robert"), new("robert", "Robert")];
        Assert.That(await _alice.FenceAsync(), Is.EqualTo(told));
        Assert.That(await _bob.FenceAsync(), Is.EqualTo(told));
        Assert.That(await stranger.FenceAsync(), Is.Empty);
        Assert.That((await _alice.MembersAsync("#lobby")).Members.Select(member => member.Nick), Is.EqualTo(new[] { "alice", "Robert" }));
        await EnterAsync("bob");
    }

    [Test]
    public async Task Nick_TakenOrUnfit_IsRefused()
    {
        Assert.That((await _bob.FailAsync(id => new NickFrame(id, "aIice"))).Code, Is.EqualTo("nick_in_use"));
        Assert.That((await _bob.FailAsync(id => new NickFrame(id, "-bob"))).Code, Is.EqualTo("bad_nick"));
        Assert.That((await _bob.FailAsync(id => new NickFrame(id, new string('b', 33)))).Code, Is.EqualTo("bad_nick"));
        Assert.That((await _bob.WhoisAsync("bob")).Nick, Is.EqualTo("bob"));
        Assert.That(await _bob.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Type_OthersInTheRoomAreTold()
    {
        await _bob.JoinAsync("#lobby");
        var stranger = await EnterAsync("stranger");
        await _alice.FenceAsync();

        await _bob.SendAsync(new TypeFrame("#lobby", true), new TypeFrame("#lobby", false), new TypeFrame("#nothing", true), new TypeFrame("no room", true));
        await stranger.SendAsync(new TypeFrame("#lobby", true));

        Assert.That(await _bob.FenceAsync(), Is.Empty);
        Assert.That(await stranger.FenceAsync(), Is.Empty);
        Assert.That(await _alice.FenceAsync(), Is.EqualTo(new[] { new TypingFrame("#lobby", "bob", true), new TypingFrame("#lobby", "bob", false) }));
    }
}
