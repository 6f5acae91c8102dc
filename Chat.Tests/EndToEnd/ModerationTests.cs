using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Moderators and owners with device keys over TLS, and whom they act on.</summary>
[TestFixture]
public sealed class ModerationTests : EndToEndTests
{
    private const int TinyBuffer = 4_096;

    private readonly List<ShownCertificate> _devices = [];
    private WireClient _olga = null!;

    [SetUp]
    public async Task Enter()
    {
        _olga = await EnterAsync("olga", NewDevice());
        Assert.That((await _olga.JoinAsync("#a")).Role, Is.EqualTo(RoomRole.Owner));
    }

    [TearDown]
    public void Forget()
    {
        _devices.ForEach(static device => device.Dispose());
        _devices.Clear();
    }

    [Test]
    public async Task Kick_OfAMember_GivesHimTheEventThenMembershipThenNothing()
    {
        var (bob, ann) = (await EnterAsync("bob"), await EnterAsync("ann"));
        await bob.JoinAsync("#a");
        await ann.JoinAsync("#a");
        await _olga.PostAsync("#a", "before");

        await ModerateAsync(_olga, "#a", "kick", "bob", reason: "enough");
        await _olga.PostAsync("#a", "after");

        var seen = (await bob.FenceAsync()).Where(static frame => frame is EventFrame or MembershipFrame).ToArray();
        Assert.That(seen.OfType<EventFrame>().Select(e => e.Text), Is.EqualTo(new[] { "before", "kick bob 0 enough" }));
        Assert.That(seen[^1], Is.InstanceOf<MembershipFrame>().With.Property("In").False.And.Property("By").EqualTo("olga").And.Property("Reason").EqualTo("enough"));
        Assert.That((await ann.EventsAsync("#a", 3)).Select(e => (int)e.Kind), Is.EqualTo(new[] { 0, 8, 0 }));
        Assert.That((await bob.FailAsync(id => new HistoryFrame(id, "#a", null, null, 10))).Code, Is.EqualTo(ErrorCodes.NotMember));
        Assert.That((await ann.HistoryAsync("#a", 10)).Events.Select(e => e.Text), Is.EqualTo(new[] { "before", "kick bob 0 enough", "after" }));
        Assert.That((await ann.SearchAsync("enough")).Hits, Is.Empty);
    }

    [Test]
    public async Task Kick_OfOneWhoReadsSlowly_GivesHimAllUpToTheEventAndNothingBeyond()
    {
        var slow = await EnterAsync("slow", tls: true, receiveBuffer: TinyBuffer);
        await slow.JoinAsync("#a");
        var text = new string('x', 500);
        for (var i = 0; i < 12; i++)
        {
            await _olga.PostManyAsync("#a", 250, _ => text);
        }

        await ModerateAsync(_olga, "#a", "kick", "slow");
        await _olga.PostManyAsync("#a", 250, _ => text);

        var events = await slow.EventsAsync("#a", 3_001);
        Assert.That(events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, 3_001)));
        Assert.That(events[^1].Text, Is.EqualTo("kick slow 0"));
        Assert.That((await slow.FenceAsync()).Where(static frame => frame is EventFrame or MembershipFrame or PresenceFrame { Room: not null }), Has.Exactly(1).InstanceOf<MembershipFrame>());
    }

    [Test]
    public async Task Ban_OfAMember_AnswersHisJoinUntilItIsLifted()
    {
        var bob = await EnterAsync("bob", NewDevice());
        await bob.JoinAsync("#a");

        await ModerateAsync(_olga, "#a", "ban", "bob", 3_600, "spam");

        var refusal = await bob.FailAsync(id => new JoinFrame(id, "#a", 0));
        Assert.That(refusal.Code, Is.EqualTo(ErrorCodes.Banned));
        Assert.That(refusal.Message, Does.Contain("spam"));
        await ModerateAsync(_olga, "#a", "unban", "bob");
        Assert.That((await bob.JoinAsync("#a")).Members, Is.EqualTo(2));
    }

    [Test]
    public async Task Invite_OfOneWhoIsNotHere_WaitsForHimAndOpensThePrivateRoom()
    {
        var device = NewDevice();
        await QuitAsync(await EnterAsync("bob", device));
        await ModerateAsync(_olga, "#a", "private");

        await ModerateAsync(_olga, "#a", "invite", "bob");

        var bob = await EnterAsync("bob", device);
        Assert.That(bob.Welcome!.Rooms.Single().Room, Is.EqualTo("@olga"));
        Assert.That((await bob.HistoryAsync("@olga", 10)).Events.Single().Text, Is.EqualTo("invite bob 0 #a"));
        Assert.That((await bob.RoomsAsync()).Rooms, Is.Empty);
        Assert.That((await bob.FailAsync(id => new MembersFrame(id, "#a"))).Code, Is.EqualTo(ErrorCodes.NoSuchRoom));
        Assert.That((await bob.JoinAsync("#a", 0)).Members, Is.EqualTo(2));
        Assert.That((await bob.EventsAsync("#a", 2)).Select(e => e.Text), Is.EqualTo(new[] { "private", "invite bob 0" }));
    }

    [Test]
    public async Task Kick_WhilePosting_HasOneOrderForEverybody()
    {
        var (bob, ann) = (await EnterAsync("bob", NewDevice()), await EnterAsync("ann"));
        await ann.JoinAsync("#a");
        for (var round = 0; round < 30; round++)
        {
            var joined = await bob.JoinAsync("#a");
            var post = bob.AskAsync(id => new PostFrame(id, Guid.NewGuid(), "#a", EventKind.Text, "me"));
            var kick = _olga.AskAsync<DoneFrame>(id => new ModerateFrame(id, "#a", "kick", "bob"));
            await Task.WhenAll(post, kick);

            var last = await bob.FindAsync<MembershipFrame>();
            var seen = bob.Received.SkipWhile(frame => frame != (Frame)joined).TakeWhile(frame => frame != (Frame)last).OfType<EventFrame>().ToArray();
            Assert.That(last.In, Is.False);
            Assert.That(seen[^1].Kind, Is.EqualTo(EventKind.Moderation));
            Assert.That(seen.Length == 2, Is.EqualTo(await post is PostedFrame), "It was said before the kick, or not at all.");
            await bob.FenceAsync();
            Assert.That(bob.Received.SkipWhile(frame => !ReferenceEquals(frame, last)).OfType<EventFrame>(), Is.Empty);
        }

        var all = (await ann.HistoryAsync("#a", 500)).Events;
        Assert.That(all.Count(e => e.Kind == EventKind.Moderation), Is.EqualTo(30));
        Assert.That((await ann.EventsAsync("#a", all[^1].Seq)).Select(e => e.Text), Is.EqualTo(all.Select(e => e.Text)));
    }

    [Test]
    public async Task Invite_WhileBanning_LeavesTheBan()
    {
        var (max, bob) = (await EnterAsync("max", NewDevice()), await EnterAsync("bob", NewDevice()));
        await max.JoinAsync("#a");
        await ModerateAsync(_olga, "#a", "moderator", "max");
        await ModerateAsync(_olga, "#a", "private");
        for (var round = 0; round < 30; round++)
        {
            var invite = max.AskAsync(id => new ModerateFrame(id, "#a", "invite", "bob"));
            var ban = _olga.AskAsync<DoneFrame>(id => new ModerateFrame(id, "#a", "ban", "bob"));
            await Task.WhenAll(invite, ban);

            var texts = (await _olga.HistoryAsync("#a", 2)).Events.Select(e => e.Text).ToArray();
            Assert.That(texts[^1], Is.EqualTo("ban bob 0"));
            Assert.That(texts[0] == "invite bob 0", Is.EqualTo(await invite is DoneFrame));
            Assert.That((await bob.FailAsync(id => new JoinFrame(id, "#a"))).Code, Is.EqualTo(ErrorCodes.Banned));
            await ModerateAsync(_olga, "#a", "unban", "bob");
            Assert.That((await bob.FailAsync(id => new JoinFrame(id, "#a"))).Code, Is.EqualTo(ErrorCodes.Forbidden));
        }
    }

    [Test]
    public async Task Rename_WhileADirectMessageIsOnItsWay_DeliversItToHimOrNobody()
    {
        var (ann, bob, eve) = (await EnterAsync("ann"), await EnterAsync("bob0"), await EnterAsync("eve"));
        for (var round = 0; round < 30; round++)
        {
            var (old, renamed) = ($"bob{round}", $"bob{round + 1}");
            var post = ann.AskAsync(id => new PostFrame(id, Guid.NewGuid(), $"@{old}", EventKind.Text, $"{round}"));
            var rename = bob.NickAsync(renamed);
            await Task.WhenAll(post, rename);

            var got = (await bob.FenceAsync()).OfType<EventFrame>().Select(e => e.Text).ToArray();
            Assert.That(got, await post is PostedFrame ? Is.EqualTo(new[] { $"{round}" }) : Is.Empty);
        }

        Assert.That(eve.Received.OfType<EventFrame>(), Is.Empty);
    }

    [Test]
    public async Task Leave_WhileJoiningOnAnotherDevice_EndsTheSameForBoth()
    {
        var other = await EnterAsync(null, _devices[0]);
        for (var round = 0; round < 30; round++)
        {
            var leave = _olga.AskAsync(id => new LeaveFrame(id, "#a"));
            var join = other.AskAsync<JoinedFrame>(id => new JoinFrame(id, "#a"));
            await Task.WhenAll(leave, join);

            var isIn = (await _olga.MineAsync()).Rooms.Count == 1;
            Assert.That((await other.MineAsync()).Rooms.Count == 1, Is.EqualTo(isIn));
            await other.FenceAsync();
            var told = other.Received.SkipWhile(frame => frame != (Frame)join.Result).OfType<MembershipFrame>().LastOrDefault();
            Assert.That(told?.In ?? true, Is.EqualTo(isIn), "The one who joined knows when he is out by now.");
            await _olga.JoinAsync("#a");
        }
    }

    private static Task<DoneFrame> ModerateAsync(WireClient client, string? room, string action, string? nick = null, int? seconds = null, string? reason = null) =>
        client.AskAsync<DoneFrame>(id => new ModerateFrame(id, room, action, nick, seconds, reason));

    private ShownCertificate NewDevice()
    {
        var device = ShownCertificate.Ec();
        _devices.Add(device);
        return device;
    }
}
