using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Owners, moderators, private rooms and invitations.</summary>
[TestFixture]
internal sealed class RoleTests
{
    private RecordingLog _log = null!;
    private TurnBench _bench = null!;
    private Guest _olga = null!;
    private Guest _max = null!;
    private Guest _gus = null!;

    [SetUp]
    public void SetUp()
    {
        _log = new RecordingLog();
        _bench = new TurnBench(log: _log);
        (_olga, _max, _gus) = (_bench.Register("olga"), _bench.Register("max"), _bench.Enter("gus"));
        _bench.Do(_bench.Join(_olga, "#a"), _bench.Join(_max, "#a"), _bench.Join(_gus, "#a"));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        _bench.Do();
        Assert.That(SystemDigest.Of(_log.State), Is.EqualTo(SystemDigest.Of(_bench.Sequencer)), "The store has been told of everything.");
        await _log.DisposeAsync();
    }

    [Test]
    public void Join_OfANewRoom_MakesARegisteredUserItsOwner()
    {
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_max, "#new")).Role, Is.EqualTo(RoomRole.Owner));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_olga, "#new")).Role, Is.EqualTo(RoomRole.Member));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_gus, "#guests")).Role, Is.EqualTo(RoomRole.Member));
        Assert.That(RolesIn("#new"), Is.EqualTo(new[] { "max Owner", "olga Member" }));
        _bench.Do(_bench.Leave(_max, "#new"));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_max, "#new")).Role, Is.EqualTo(RoomRole.Owner), "It is his when he comes back.");
    }

    [Test]
    public void Moderator_ByTheOwner_IsGivenAndTakenAway()
    {
        _bench.Do(_bench.Moderate(_olga, "#a", "moderator", "MAX"));
        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("moderator max 0"));
        Assert.That(RolesIn("#a"), Is.EqualTo(new[] { "gus Member", "max Moderator", "olga Owner" }));
        _bench.Do(_bench.Moderate(_olga, "#a", "moderator", "max"));
        Assert.That(_bench.Newest("#a").Seq, Is.EqualTo(1), "He is one already.");

        _bench.Do(_bench.Leave(_max, "#a"), _bench.Moderate(_olga, "#a", "member", "max"));

        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("member max 0"));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_max, "#a")).Role, Is.EqualTo(RoomRole.Member));
    }

    [Test]
    public void Member_OfAModeratorByHimself_IsResigning()
    {
        _bench.Do(_bench.Moderate(_olga, "#a", "moderator", "max"));

        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_max, "#a", "member", "max")), Is.Not.Null);

        Assert.That(RolesIn("#a"), Does.Contain("max Member"));
        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "member", "max")), Is.EqualTo(ErrorCodes.Forbidden));
    }

    [Test]
    public void Owner_OfAMember_HandsTheRoomOver()
    {
        _bench.Do(_bench.Moderate(_olga, "#a", "owner", "max"));

        Assert.That(RolesIn("#a"), Is.EqualTo(new[] { "gus Member", "max Owner", "olga Moderator" }));
        Assert.That(_bench.Fail(_bench.Moderate(_olga, "#a", "private")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_max, "#a", "private")), Is.Not.Null);
    }

    [TestCase("member", "olga", ErrorCodes.Forbidden)]
    [TestCase("moderator", "olga", ErrorCodes.Forbidden)]
    [TestCase("moderator", "gus", ErrorCodes.Forbidden)]
    [TestCase("owner", "gus", ErrorCodes.Forbidden)]
    [TestCase("moderator", "zoe", ErrorCodes.NotMember)]
    [TestCase("owner", "zoe", ErrorCodes.NotMember)]
    [TestCase("moderator", "nobody", ErrorCodes.NoSuchNick)]
    public void ChangeRole_ByTheOwnerOfWhoCannotHaveIt_IsRefused(string action, string nick, string code)
    {
        _bench.Register("zoe");

        Assert.That(_bench.Fail(_bench.Moderate(_olga, "#a", action, nick)), Is.EqualTo(code));
    }

    [Test]
    public void Moderator_OfMoreThanARoomHas_IsForbidden()
    {
        for (var i = 0; i < 100; i++)
        {
            _bench.Do(_bench.Join(_bench.Register($"user{i}"), "#a"), _bench.Moderate(_olga, "#a", "moderator", $"user{i}"));
        }

        Assert.That(_bench.Fail(_bench.Moderate(_olga, "#a", "moderator", "max")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Fail(_bench.Moderate(_olga, "#a", "owner", "max")), Is.EqualTo(ErrorCodes.Forbidden), "The old owner would be one more.");
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_olga, "#a", "owner", "user7")), Is.Not.Null);
    }

    [Test]
    public void Private_Room_IsToOthersAsIfItWereNotThere()
    {
        var zoe = _bench.Register("zoe");
        _bench.Do(_bench.Post(_olga, "#a"), _bench.Moderate(_olga, "#a", "private"));

        foreach (var ask in new Func<string, Chat.Server.Sequencing.Commands.Command>[]
        {
            room => _bench.History(zoe, room), room => _bench.Members(zoe, room), room => _bench.Search(zoe, "hi", room), room => _bench.Leave(zoe, room),
            room => _bench.Post(zoe, room), room => _bench.Moderate(zoe, room, "kick", "gus"), room => _bench.Moderate(zoe, room, "invite", "zoe"),
        })
        {
            var (there, nowhere) = (_bench.Ask<ErrorFrame>(ask("#a")), _bench.Ask<ErrorFrame>(ask("#b")));
            Assert.That((there.Code, there.Message, there.Field), Is.EqualTo((ErrorCodes.NoSuchRoom, nowhere.Message.Replace("#b", "#a", StringComparison.Ordinal), nowhere.Field)));
        }

        Assert.That(_bench.Ask<RoomListFrame>(_bench.Rooms(zoe)).Rooms, Is.Empty);
        Assert.That(_bench.Ask<RoomListFrame>(_bench.Rooms(_gus)).Rooms, Has.Count.EqualTo(1));
        Assert.That(_bench.Fail(_bench.Join(zoe, "#a", after: 1_000)), Is.EqualTo(ErrorCodes.Forbidden), "Not what is there.");
        Assert.That(_bench.Fail(_bench.Join(zoe, "#a", log: _bench.NewId())), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Do(TurnBench.Resolve(zoe, "#a")).Outputs, Is.Empty);
        Assert.That(_bench.Do(_bench.Search(zoe, "hi")).Outputs.Single().Details!.Search!.Rooms, Is.Empty);
        _bench.Do(_bench.Moderate(_olga, "#a", "public"));
        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("public"));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(zoe, "#a")), Is.Not.Null);
    }

    [Test]
    public void Invite_ToAPrivateRoom_LetsInOnceAndIsToldInTheConversation()
    {
        var zoe = _bench.Register("zoe");
        _bench.Do(_bench.Moderate(_olga, "#a", "private"), TurnBench.Exit(zoe));

        _bench.Do(_bench.Moderate(_olga, "#a", "invite", "ZOE"));

        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("invite zoe 0"));
        zoe = _bench.Register("zoe");
        var conversation = zoe.Welcome.Rooms.Single();
        Assert.That((conversation.Room, conversation.Head), Is.EqualTo(("@olga", 1L)));
        var told = _bench.Newest(new LogId(conversation.Log));
        Assert.That((told.Nick, told.Kind, told.Text), Is.EqualTo(("olga", EventKind.Moderation, "invite zoe 0 #a")));
        _bench.Do(_bench.Moderate(_olga, "#a", "invite", "zoe"));
        Assert.That(_bench.Newest(new LogId(conversation.Log)).Seq, Is.EqualTo(1), "He is invited already.");
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(zoe, "#a")), Is.Not.Null);
        Assert.That(_log.Recorded.OfType<InvitationEnded>().Count(), Is.EqualTo(1));
        _bench.Do(_bench.Leave(zoe, "#a"));
        Assert.That(_bench.Fail(_bench.Join(zoe, "#a")), Is.EqualTo(ErrorCodes.Forbidden), "An invitation is good once.");
    }

    [Test]
    public void Invite_ToAPrivateRoom_IsForModerators()
    {
        _bench.Register("zoe");
        _bench.Do(_bench.Moderate(_olga, "#a", "private"));

        Assert.That(_bench.Fail(_bench.Moderate(_gus, "#a", "invite", "zoe")), Is.EqualTo(ErrorCodes.Forbidden));
        _bench.Do(_bench.Moderate(_olga, "#a", "moderator", "max"));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_max, "#a", "invite", "zoe")), Is.Not.Null);
        _bench.Do(_bench.Leave(_max, "#a"));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_max, "#a")).Role, Is.EqualTo(RoomRole.Moderator), "Those with a role need none.");
    }

    [Test]
    public void Invite_ToAPublicRoom_IsForAnyMember()
    {
        var zoe = _bench.Enter("zoe");

        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_gus, "#a", "invite", "zoe")), Is.Not.Null);

        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(zoe)).Rooms.Single().Room, Is.EqualTo("@gus"));
        Assert.That(_log.Recorded.OfType<InvitationAdded>(), Is.Empty, "It is open anyway.");
        var head = _bench.Newest("#a").Seq;
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_gus, "#a", "invite", "max")), Is.Not.Null, "He is in already.");
        Assert.That(_bench.Newest("#a").Seq, Is.EqualTo(head));
    }

    [Test]
    public void Invite_OfOneWhoHasBlockedOrIsBannedOrGone_IsRefused()
    {
        var (zoe, bad, gone) = (_bench.Register("zoe"), _bench.Register("bad"), _bench.Enter("gone"));
        _bench.Do(_bench.Block(zoe, "max"), _bench.Moderate(_olga, "#a", "ban", "bad"), TurnBench.Exit(gone));

        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "invite", "zoe")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<ErrorFrame>(_bench.Moderate(_max, "#a", "invite", "bad")).Message, Does.Contain("lift the ban first"));
        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "invite", "gone")), Is.EqualTo(ErrorCodes.NoSuchNick));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Invite_AndBanInOneGroup_AreDecidedByTheirOrder(bool inviteFirst)
    {
        var zoe = _bench.Register("zoe");
        _bench.Do(_bench.Moderate(_olga, "#a", "private"), _bench.Moderate(_olga, "#a", "moderator", "max"));
        var (invite, ban) = (_bench.Moderate(_max, "#a", "invite", "zoe"), _bench.Moderate(_olga, "#a", "ban", "zoe"));

        var group = inviteFirst ? _bench.Do(invite, ban) : _bench.Do(ban, invite);

        Assert.That(TurnBench.AnswersTo(group, _max).Single(), inviteFirst ? Is.InstanceOf<DoneFrame>() : Is.InstanceOf<ErrorFrame>());
        Assert.That(_bench.Fail(_bench.Join(zoe, "#a")), Is.EqualTo(ErrorCodes.Banned));
        _bench.Do(_bench.Moderate(_olga, "#a", "unban", "zoe"));
        Assert.That(_bench.Fail(_bench.Join(zoe, "#a")), Is.EqualTo(ErrorCodes.Forbidden), "The ban has ended the invitation.");
    }

    [Test]
    public void Public_RoomThatWasPrivate_EndsItsInvitations()
    {
        var zoe = _bench.Register("zoe");
        _bench.Do(_bench.Moderate(_olga, "#a", "private"), _bench.Moderate(_olga, "#a", "invite", "zoe"), _bench.Moderate(_olga, "#a", "public"));

        _bench.Do(_bench.Moderate(_olga, "#a", "private"));

        Assert.That(_bench.Fail(_bench.Join(zoe, "#a")), Is.EqualTo(ErrorCodes.Forbidden));
    }

    [Test]
    public void Restore_OfRights_IsWhatTheEarlierOneKnew()
    {
        var op = _bench.RegisterOperator("op");
        _bench.Register("zoe");
        _bench.Enter("bad", new PeerAddress(5));
        _bench.Do(_bench.Moderate(_olga, "#a", "private"), _bench.Moderate(_olga, "#a", "moderator", "max"), _bench.Moderate(_olga, "#a", "invite", "zoe"));
        _bench.Do(_bench.Moderate(_olga, "#a", "mute", "gus", 600, "hush"), _bench.Moderate(op, null, "ban", "bad"), TurnBench.Exit(_gus));
        var before = SystemDigest.Of(_bench.Sequencer);

        _bench = TurnBench.After(_bench, 2);
        _bench.Do();
        Assert.That(SystemDigest.Of(_log.State), Is.EqualTo(SystemDigest.Of(_bench.Sequencer)));

        var zoe = _bench.Register("zoe");
        Assert.That(before, Does.Contain("Moderator").And.Contain("private").And.Contain("hush"));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(zoe, "#a")), Is.Not.Null, "The invitation is good still.");
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_bench.Register("olga"), "#a")).Role, Is.EqualTo(RoomRole.Owner));
        Assert.That(_bench.Fail(_bench.Post(_bench.Enter(null, _gus.Secret), "#a")), Is.EqualTo(ErrorCodes.Muted));
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), "other") with { Address = new PeerAddress(5) }), Is.EqualTo(ErrorCodes.Banned));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_bench.Register("op"), null, "unban", "bad")), Is.Not.Null);
    }

    private string[] RolesIn(string room) =>
        [.. _bench.Ask<MemberListFrame>(_bench.Members(_olga, room)).Members.Select(static member => $"{member.Nick} {member.Role}").Order()];
}
