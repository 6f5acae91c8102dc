using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Kick, ban and mute in a room, and lifting them.</summary>
[TestFixture]
internal sealed class ModerationTests
{
    private RecordingLog _log = null!;
    private TurnBench _bench = null!;
    private Guest _olga = null!;
    private Guest _max = null!;
    private Guest _ann = null!;
    private Guest _gus = null!;

    [SetUp]
    public void SetUp()
    {
        _log = new RecordingLog();
        _bench = new TurnBench(log: _log);
        (_olga, _max, _ann) = (_bench.Register("olga"), _bench.Register("max"), _bench.Register("ann"));
        _gus = _bench.Enter("gus");
        _bench.Do(_bench.Join(_olga, "#a"), _bench.Join(_max, "#a"), _bench.Join(_ann, "#a"), _bench.Join(_gus, "#a"));
        _bench.Do(_bench.Moderate(_olga, "#a", "moderator", "max"));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        _bench.Do();
        Assert.That(SystemDigest.Of(_log.State), Is.EqualTo(SystemDigest.Of(_bench.Sequencer)), "The store has been told of everything.");
        await _log.DisposeAsync();
    }

    [Test]
    public void Kick_OfAMember_IsReportedThenToldHimThenHeIsOut()
    {
        var group = _bench.Do(_bench.Moderate(_max, "#a", "kick", "ANN", 60, " too loud "));

        var report = _bench.Newest("#a");
        Assert.That((report.Nick, report.Kind, report.Text, report.Key), Is.EqualTo(("max", EventKind.Moderation, "kick ann 0 too loud", (Guid?)null)));
        Assert.That(TurnBench.AnswersTo(group, _max).Single(), Is.InstanceOf<DoneFrame>());
        var told = TurnBench.Ends(group, _ann).Single();
        Assert.That((told.Frame, told.Details!.Cursor), Is.EqualTo(((Frame)new MembershipFrame("#a", _bench.LogOf("#a").Value, false, "max", "too loud"), report.Seq)));
        Assert.That(_bench.Fail(_bench.Post(_ann, "#a")), Is.EqualTo(ErrorCodes.NotMember));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")).Members, Is.EqualTo(4), "Nothing keeps him from coming back.");
    }

    [Test]
    public void Kick_OfASecondDevice_TellsBoth()
    {
        var other = _bench.Register("ann");

        var group = _bench.Do(_bench.Moderate(_max, "#a", "kick", "ann"));

        Assert.That(TurnBench.Ends(group, _ann).Concat(TurnBench.Ends(group, other)).Select(end => end.Frame), Has.Exactly(2).InstanceOf<MembershipFrame>());
    }

    [Test]
    public void Kick_OfAGuestWhoHasGoneAndMayComeBack_KeepsHimOut()
    {
        _bench.Do(_bench.Post(_gus, "#a"), TurnBench.Exit(_gus));

        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_max, "#a", "kick", "gus")), Is.Not.Null);

        Assert.That(_bench.Enter(null, _gus.Secret).Welcome.Rooms, Is.Empty);
    }

    [TestCase("kick", "zoe", ErrorCodes.NoSuchNick)]
    [TestCase("kick", "max", ErrorCodes.Forbidden)]
    [TestCase("kick", "olga", ErrorCodes.Forbidden)]
    [TestCase("ban", "olga", ErrorCodes.Forbidden)]
    [TestCase("mute", "max", ErrorCodes.Forbidden)]
    [TestCase("moderator", "ann", ErrorCodes.Forbidden)]
    [TestCase("owner", "ann", ErrorCodes.Forbidden)]
    [TestCase("member", "olga", ErrorCodes.Forbidden)]
    [TestCase("private", null, ErrorCodes.Forbidden)]
    public void Moderate_ByAModeratorBeyondHisRights_IsRefused(string action, string? nick, string code) =>
        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", action, nick)), Is.EqualTo(code));

    [TestCase("kick", "gus")]
    [TestCase("ban", "gus")]
    [TestCase("unban", "gus")]
    [TestCase("mute", "gus")]
    [TestCase("unmute", "gus")]
    [TestCase("moderator", "gus")]
    [TestCase("owner", "ann")]
    [TestCase("private", null)]
    public void Moderate_ByAMember_IsForbidden(string action, string? nick) =>
        Assert.That(_bench.Fail(_bench.Moderate(_ann, "#a", action, nick)), Is.EqualTo(ErrorCodes.Forbidden));

    [Test]
    public void Moderate_ByOneWhoIsNotInTheRoom_IsNotMember()
    {
        _bench.Do(_bench.Leave(_max, "#a"));

        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "kick", "ann")), Is.EqualTo(ErrorCodes.NotMember));
        Assert.That(_bench.Fail(_bench.Moderate(_max, "#b", "kick", "ann")), Is.EqualTo(ErrorCodes.NoSuchRoom));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_max, "#a")).Role, Is.EqualTo(RoomRole.Moderator), "His role waits for him.");
    }

    [Test]
    public void Kick_OfSomebodyWhoIsNotInTheRoom_IsNotMember()
    {
        _bench.Register("zoe");

        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "kick", "zoe")), Is.EqualTo(ErrorCodes.NotMember));
    }

    [Test]
    public void Ban_UntilItEnds_KeepsSomebodyOut()
    {
        _bench.Do(_bench.Moderate(_max, "#a", "ban", "ann", 60, "calm down"));

        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("ban ann 60 calm down"));
        var refusal = _bench.Ask<ErrorFrame>(_bench.Join(_ann, "#a", 1_000, _bench.NewId()));
        Assert.That((refusal.Code, refusal.Message), Is.EqualTo((ErrorCodes.Banned, "You are banned from #a until 1970-01-01 00:17:40 UTC: calm down")), "It is soon, and waited for by the second.");
        _bench.Now += 59_999;
        Assert.That(_bench.Fail(_bench.Join(_ann, "#a")), Is.EqualTo(ErrorCodes.Banned));
        _bench.Now += 1;
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")), Is.Not.Null);
        _bench.Now += 60_000;
        _bench.Do();
        Assert.That(_log.State.Rooms[_bench.LogOf("#a")].Restrictions.Count, Is.Zero, "What has run out is taken off the list.");
    }

    [Test]
    public void Ban_OfOneWhoIsNotInTheRoom_KeepsHimOutForGood()
    {
        var zoe = _bench.Register("zoe");

        _bench.Do(_bench.Moderate(_max, "#a", "ban", "zoe"));
        _bench.Now += 1_000_000_000_000;

        Assert.That(_bench.Ask<ErrorFrame>(_bench.Join(zoe, "#a")).Message, Is.EqualTo("You are banned from #a for good."));
        _bench.Do(_bench.Moderate(_max, "#a", "unban", "zoe"));
        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("unban zoe 0"));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(zoe, "#a")), Is.Not.Null);
    }

    [Test]
    public void Ban_OfAModerator_TakesHisRoleToo()
    {
        _bench.Do(_bench.Moderate(_olga, "#a", "ban", "max"), _bench.Moderate(_olga, "#a", "unban", "max"));

        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_max, "#a")).Role, Is.EqualTo(RoomRole.Member));
    }

    [Test]
    public void Ban_OfAGuest_MeetsGuestsAtHisAddressUnderAnyNick()
    {
        var address = new PeerAddress(77);
        var (bad, other) = (_bench.Enter("bad", address), _bench.Enter("other", new PeerAddress(78)));
        _bench.Do(_bench.Join(bad, "#a"), _bench.Moderate(_max, "#a", "ban", "bad"), TurnBench.Exit(bad));

        Assert.That(_bench.Fail(_bench.Join(_bench.Enter("new", address), "#a")), Is.EqualTo(ErrorCodes.Banned));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(other, "#a")), Is.Not.Null);
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_bench.Register("zoe", address), "#a")), Is.Not.Null, "An account is known by its keys.");
        _bench.Now += UserDirectory.ResumeMilliseconds;
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_max, "#a", "unban", "BAD")), Is.Not.Null, "Nobody knows the guest any more, but his ban has his nick.");
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_bench.Enter("again", address), "#a")), Is.Not.Null);
    }

    [Test]
    public void Ban_OfAGuestOfThisMachine_MeetsNobodyElse()
    {
        _bench.Do(_bench.Moderate(_max, "#a", "ban", "gus"));

        Assert.That(_bench.Fail(_bench.Join(_gus, "#a")), Is.EqualTo(ErrorCodes.Banned));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_bench.Enter("gil"), "#a")), Is.Not.Null);
    }

    [Test]
    public void Ban_OfAGuestWhoHasGone_KeepsHimOutWhenHeComesBack()
    {
        _bench.Do(TurnBench.Exit(_gus), _bench.Moderate(_max, "#a", "ban", "gus"));

        var back = _bench.Enter(null, _gus.Secret);

        Assert.That(back.Welcome.Rooms, Is.Empty);
        Assert.That(_bench.Fail(_bench.Join(back, "#a")), Is.EqualTo(ErrorCodes.Banned));
    }

    [Test]
    public void Mute_OfAMember_RefusesEverythingHeSaysThereButWhatIsStored()
    {
        var key = _bench.NewId();
        _bench.Do(_bench.Post(_ann, "#a", key: key));

        _bench.Do(_bench.Moderate(_max, "#a", "mute", "ann", 10));

        foreach (var kind in new[] { EventKind.Text, EventKind.Edit, EventKind.Delete, EventKind.Reaction, EventKind.Topic })
        {
            Assert.That(_bench.Fail(_bench.Post(_ann, "#a", "x", kind, 2)), Is.EqualTo(ErrorCodes.Muted));
        }

        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "#a", key: key)).Seq, Is.EqualTo(2));
        Assert.That(_bench.Fail(_bench.Moderate(_ann, "#a", "invite", "max")), Is.EqualTo(ErrorCodes.Muted));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "@max")), Is.Not.Null);
        Assert.That(_bench.Do(TurnBench.Type(_ann, "#a")).Outputs, Has.Count.EqualTo(1), "Nobody is told that he types.");
        _bench.Now += 10_000;
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "#a")), Is.Not.Null);
    }

    [TestCase("unban", "ann", "ann is not banned in #a.")]
    [TestCase("unban", "nobody", "nobody is not banned in #a.")]
    [TestCase("unmute", "ann", "ann is not muted in #a.")]
    public void Lift_OfWhatIsNotThere_IsNoSuchNickAndNotReported(string action, string nick, string message)
    {
        _bench.Do(_bench.Moderate(_max, "#a", action == "unban" ? "mute" : "ban", "ann"));

        var refused = _bench.Ask<ErrorFrame>(_bench.Moderate(_max, "#a", action, nick));

        Assert.That((refused.Code, refused.Message, refused.Field), Is.EqualTo((ErrorCodes.NoSuchNick, message, "nick")));
        Assert.That(_bench.Newest("#a").Text, Does.Not.StartWith(action));
    }

    [Test]
    public void Lift_OfWhatHasRunOut_IsNoSuchNick()
    {
        _bench.Do(_bench.Moderate(_max, "#a", "ban", "ann", 1), _bench.Moderate(_max, "#a", "mute", "gus", 1));
        _bench.Now += 1_000;

        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "unban", "ann")), Is.EqualTo(ErrorCodes.NoSuchNick));
        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "unmute", "gus")), Is.EqualTo(ErrorCodes.NoSuchNick));
    }

    [Test]
    public void Unmute_ByTheModeratorWhoIsMuted_IsForbidden()
    {
        _bench.Do(_bench.Moderate(_olga, "#a", "mute", "max"));

        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "unmute", "max")), Is.EqualTo(ErrorCodes.Forbidden));
    }

    [Test]
    public void Post_OfADeletion_IsForModeratorsOnAnybodysMessages()
    {
        var seq = _bench.Ask<PostedFrame>(_bench.Post(_gus, "#a")).Seq;

        Assert.That(_bench.Fail(_bench.Post(_ann, "#a", "", EventKind.Delete, seq)), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Fail(_bench.Post(_max, "#a", "x", EventKind.Edit, seq)), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_max, "#a", "", EventKind.Delete, seq)), Is.Not.Null);
    }

    [Test]
    public void Post_AboutAReport_IsNoSuchMessage()
    {
        var seq = _bench.Newest("#a").Seq;

        foreach (var kind in new[] { EventKind.Edit, EventKind.Delete, EventKind.Reaction })
        {
            Assert.That(_bench.Fail(_bench.Post(_olga, "#a", ":x:", kind, seq)), Is.EqualTo(ErrorCodes.NoSuchMessage));
        }
    }

    [Test]
    public void Post_OfATopic_IsForModeratorsWhereThereIsAnOwner()
    {
        _bench.Do(_bench.Join(_gus, "#free"), _bench.Join(_ann, "#free"));

        Assert.That(_bench.Fail(_bench.Post(_ann, "#a", "t", EventKind.Topic)), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_max, "#a", "t", EventKind.Topic)), Is.Not.Null);
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "#free", "t", EventKind.Topic)), Is.Not.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Ban_AndPostInOneGroup_AreDecidedByTheirOrder(bool postsFirst)
    {
        var (post, ban) = (_bench.Post(_ann, "#a", "last words"), _bench.Moderate(_max, "#a", "ban", "ann"));

        var group = postsFirst ? _bench.Do(post, ban) : _bench.Do(ban, post);

        Assert.That(TurnBench.AnswersTo(group, _ann).Single(), postsFirst ? Is.InstanceOf<PostedFrame>() : Is.InstanceOf<ErrorFrame>());
        Assert.That(TurnBench.Ends(group, _ann).Single().Details!.Cursor, Is.EqualTo(_bench.Newest("#a").Seq));
        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("ban ann 0"));
    }

    [Test]
    public void Ban_OfMoreThanARoomHolds_IsForbiddenUntilOneIsLifted()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _bench.Enter($"user{i}");
            _bench.Do(_bench.Moderate(_max, "#a", i % 2 == 0 ? "ban" : "mute", $"user{i}"));
        }

        Assert.That(_bench.Fail(_bench.Moderate(_max, "#a", "ban", "ann")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_max, "#a", "ban", "user0", 5)), Is.Not.Null, "One in the place of another.");
        _bench.Do(_bench.Moderate(_max, "#a", "unmute", "user1"));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_max, "#a", "ban", "ann")), Is.Not.Null);
    }
}
