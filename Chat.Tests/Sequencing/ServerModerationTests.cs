using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>What operators do: in any room, and on the whole server.</summary>
[TestFixture]
internal sealed class ServerModerationTests
{
    private RecordingLog _log = null!;
    private TurnBench _bench = null!;
    private Guest _op = null!;
    private Guest _ann = null!;
    private Guest _gus = null!;

    [SetUp]
    public void SetUp()
    {
        _log = new RecordingLog();
        _bench = new TurnBench(log: _log);
        (_op, _ann, _gus) = (_bench.RegisterOperator("op"), _bench.Register("ann"), _bench.Enter("gus", new PeerAddress(7)));
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Join(_gus, "#a"), _bench.Join(_ann, "#b"));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        _bench.Do();
        Assert.That(SystemDigest.Of(_log.State), Is.EqualTo(SystemDigest.Of(_bench.Sequencer)), "The store has been told of everything.");
        await _log.DisposeAsync();
    }

    [Test]
    public void Moderate_ByAnOperator_ReachesRoomsHeIsNotInAndReadsNothing()
    {
        _bench.Do(_bench.Moderate(_op, "#a", "private"));

        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_op, "#a", "kick", "ann", null, "owner or not")), Is.Not.Null);
        Assert.That(_bench.Newest("#a").Nick, Is.EqualTo("op"));
        Assert.That(_bench.Fail(_bench.History(_op, "#a")), Is.EqualTo(ErrorCodes.NoSuchRoom));
        Assert.That(_bench.Fail(_bench.Join(_op, "#a")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_op, "#a", "invite", "op")), Is.Not.Null);
        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("invite op 0"), "Everybody sees that he comes.");
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_op, "#a")).Role, Is.EqualTo(RoomRole.Member));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_op, "#a", "member", "ann")), Is.Not.Null);
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_op, "#a", "owner", "op")), Is.Not.Null, "A room without an owner gets one.");
    }

    [Test]
    public void Moderate_OfAnOperatorByAnOwner_IsForbidden()
    {
        _bench.Do(_bench.Join(_op, "#a"));

        Assert.That(_bench.Fail(_bench.Moderate(_ann, "#a", "kick", "op")), Is.EqualTo(ErrorCodes.Forbidden));
        _bench.Do(_bench.Join(_bench.RegisterOperator("other"), "#a"));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_op, "#a", "kick", "other")), Is.Not.Null);
    }

    [TestCase("kick")]
    [TestCase("ban")]
    [TestCase("unban")]
    [TestCase("mute")]
    [TestCase("unmute")]
    [TestCase("moderator")]
    [TestCase("member")]
    public void Moderate_OfTheServerByOthers_IsForbidden(string action) =>
        Assert.That(_bench.Fail(_bench.Moderate(_ann, null, action, "gus")), Is.EqualTo(ErrorCodes.Forbidden));

    [TestCase("owner", "ann")]
    [TestCase("invite", "ann")]
    [TestCase("private", null)]
    [TestCase("public", null)]
    public void Moderate_OfTheServerWithWhatIsForRooms_IsBadField(string action, string? nick) =>
        Assert.That(_bench.Fail(_bench.Moderate(_op, null, action, nick)), Is.EqualTo(ErrorCodes.BadField));

    [Test]
    public void Kick_FromTheServer_EndsAllSessions()
    {
        var second = _bench.Register("ann");

        var group = _bench.Do(_bench.Moderate(_op, null, "kick", "ann", null, "restart your client"));

        Assert.That(Last(group, _ann), Is.EqualTo(new ByeFrame("op removed you from this server: restart your client")));
        Assert.That(Last(group, second), Is.EqualTo(new ByeFrame("op removed you from this server: restart your client")));
        Assert.That(_bench.Fail(_bench.Moderate(_op, null, "kick", "ann")), Is.EqualTo(ErrorCodes.NoSuchNick));
        Assert.That(_bench.Register("ann").Welcome.Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#a", "#b" }));
    }

    [TestCase("", "op removed you from this server")]
    [TestCase("\u00FC", "op removed you from this server: \u00FC")]
    public void Kick_FromTheServer_SaysByWhomWithinTheBoundOfAReason(string letter, string farewell)
    {
        var reason = string.Concat(Enumerable.Repeat(letter, Limits.MaxReason / 2));

        var told = ((ByeFrame)Last(_bench.Do(_bench.Moderate(_op, null, "kick", "ann", null, reason)), _ann)!).Reason;

        Assert.That(told, Does.StartWith(farewell));
        Assert.That(System.Text.Encoding.UTF8.GetByteCount(told), Is.AtMost(Limits.MaxReason));
        Assert.That(told.TrimEnd('\u00FC'), Does.Not.Contain("\u00FC"), "No letter is cut in two.");
    }

    [Test]
    public void Ban_FromTheServer_IsReportedInHisRoomsAndEndsHisSessions()
    {
        var group = _bench.Do(_bench.Moderate(_op, null, "ban", "ann", 60, "spam"));

        Assert.That(_bench.Newest("#a").Text, Is.EqualTo("ban ann 60 spam"));
        Assert.That(_bench.Newest("#b").Text, Is.EqualTo("ban ann 60 spam"));
        Assert.That(Last(group, _ann), Is.EqualTo(new ByeFrame("op banned you from this server: spam")));
        Assert.That(_bench.Ask<ErrorFrame>(_bench.RegisterOf(_bench.Connect(), "ann")).Message, Is.EqualTo("You are banned from this server until 1970-01-01 00:17:40 UTC: spam"));
        _bench.Now += 60_000;
        Assert.That(_bench.Register("ann").Welcome.Rooms, Has.Count.EqualTo(2), "He is where he was.");
    }

    [Test]
    public void Ban_OfAGuestFromTheServer_BarsHisAddressForAllWithoutAnAccount()
    {
        var (address, zoe) = (new PeerAddress(7), _bench.Register("zoe", new PeerAddress(7)));
        _bench.Do(TurnBench.Exit(_gus), TurnBench.Exit(zoe));

        _bench.Do(_bench.Moderate(_op, null, "ban", "gus"));

        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), "other", _gus.Secret)), Is.EqualTo(ErrorCodes.Banned));
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), "new") with { Address = address }), Is.EqualTo(ErrorCodes.Banned));
        Assert.That(_bench.Fail(_bench.RegisterOf(_bench.Connect(), "new") with { Address = address }), Is.EqualTo(ErrorCodes.Banned), "A key is made in no time.");
        Assert.That(_bench.Register("zoe", address).Nick, Is.EqualTo("zoe"));
        Assert.That(_bench.Enter("new", new PeerAddress(8)).Nick, Is.EqualTo("new"));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_op, null, "unban", "gus")), Is.Not.Null);
        Assert.That(_bench.Enter("fresh", address).Nick, Is.EqualTo("fresh"));
    }

    [Test]
    public void Mute_OnTheServer_RefusesEverythingHeSaysAnywhere()
    {
        _bench.Do(_bench.Moderate(_op, null, "mute", "ann"));

        foreach (var room in new[] { "#a", "#b", "@op", "@ann" })
        {
            Assert.That(_bench.Fail(_bench.Post(_ann, room)), Is.EqualTo(ErrorCodes.Muted));
        }

        _bench.Do(_bench.Moderate(_op, null, "unmute", "ann"));
        Assert.That(_bench.Newest("#b").Text, Is.EqualTo("unmute ann 0"));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "#b")), Is.Not.Null);
    }

    [TestCase("unban", "gus", "gus is not banned on this server.")]
    [TestCase("unban", "nobody", "nobody is not banned on this server.")]
    [TestCase("unmute", "ann", "ann is not muted on this server.")]
    public void Lift_OfWhatIsNotThere_IsNoSuchNick(string action, string nick, string message)
    {
        _bench.Do(_bench.Moderate(_ann, "#a", action == "unban" ? "ban" : "mute", "gus"));

        var refused = _bench.Ask<ErrorFrame>(_bench.Moderate(_op, null, action, nick));

        Assert.That((refused.Code, refused.Message, refused.Field), Is.EqualTo((ErrorCodes.NoSuchNick, message, "nick")), "That of a room is another one.");
    }

    [Test]
    public void Moderator_OnTheServer_IsAnOperator()
    {
        Assert.That(_bench.Fail(_bench.Moderate(_op, null, "moderator", "gus")), Is.EqualTo(ErrorCodes.Forbidden));
        _bench.Do(_bench.Moderate(_op, null, "moderator", "ann"));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_ann, null, "member", "op")), Is.Not.Null);
        Assert.That(_bench.Fail(_bench.Moderate(_op, null, "kick", "ann")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Moderate(_ann, null, "member", "ann")), Is.Not.Null, "The last one, too.");
        Assert.That(_bench.Fail(_bench.Moderate(_ann, null, "kick", "op")), Is.EqualTo(ErrorCodes.Forbidden));
    }

    [Test]
    public void Operator_WhoBecomesOneOrIsOneNoMore_IsToldAtOnceOnAllHisDevices()
    {
        var phone = _bench.Register("ann");

        var made = _bench.Do(_bench.Moderate(_op, null, "moderator", "ann", null, "welcome"));
        var unmade = _bench.Do(new SetOperatorCommand(TurnBench.NickOf("ann"), false), new SetOperatorCommand(TurnBench.NickOf("ann"), false));

        Assert.That(ToldIn(made, "@ann").Select(e => (e.Nick, e.Kind, e.Text)), Is.EqualTo(new[] { ("op", EventKind.Moderation, "moderator ann 0 welcome") }));
        Assert.That(ToldIn(unmade, "@ann").Select(e => (e.Nick, e.Kind, e.Text)), Is.EqualTo(new[] { ("ann", EventKind.Moderation, "member ann 0") }));
        Assert.That(SubscribersOf(made), Is.EquivalentTo(new[] { _ann.From, phone.From }));
        Assert.That(_bench.Fail(_bench.Post(_ann, "@ann", "", EventKind.Delete, 1)), Is.EqualTo(ErrorCodes.NoSuchMessage), "It stays told.");
    }

    [Test]
    public void Operator_WhoIsNotHereWhenHeIsOneNoMore_FindsItInHisNotebook()
    {
        _bench.Do(new SetOperatorCommand(TurnBench.NickOf("ann"), true), TurnBench.Exit(_ann), new SetOperatorCommand(TurnBench.NickOf("ann"), false));

        var rooms = _bench.Register("ann").Welcome.Rooms;

        Assert.That(rooms.Where(room => room.Room[0] == '@').Select(room => (room.Room, room.Head, room.Read)), Is.EqualTo(new[] { ("@ann", 2L, 0L) }));
    }

    [Test]
    public void Operator_ByALinkThatAnotherDeviceOpens_IsToldOnThisOne()
    {
        var (code, second) = (_bench.CodeFor(CodePurpose.Operator), _bench.CodeFor(CodePurpose.Operator));
        var enter = _bench.RegisterOf(_bench.Connect(), "ann") with { Code = EntryCode.HashOf(code) };

        Assert.That(ToldIn(_bench.Do(enter), "@ann").Select(e => e.Text), Is.EqualTo(new[] { "moderator ann 0" }));
        var alone = _bench.Do(_bench.RegisterOf(_bench.Connect(), "newcomer") with { Code = EntryCode.HashOf(second) });
        Assert.That(ToldIn(alone, "@newcomer"), Is.Empty, "His Welcome says it.");
    }

    [TestCase("kick")]
    [TestCase("ban")]
    [TestCase("mute")]
    public void Moderate_OfTheServerAboutOneself_IsForbidden(string action) =>
        Assert.That(_bench.Fail(_bench.Moderate(_op, null, action, "op")), Is.EqualTo(ErrorCodes.Forbidden));

    [Test]
    public void Ban_OfAnOperator_TakesHisRights()
    {
        _bench.Do(_bench.Moderate(_op, null, "moderator", "ann"), _bench.Moderate(_op, null, "ban", "ann"), _bench.Moderate(_op, null, "unban", "ann"));

        Assert.That(_bench.Fail(_bench.Moderate(_bench.Register("ann"), null, "kick", "op")), Is.EqualTo(ErrorCodes.Forbidden));
    }

    private static IEnumerable<LogEvent> ToldIn(Chat.Server.Sequencing.Group group, string room) =>
        group.Outputs.Where(output => output.Kind == InstructionKind.Events && output.Details!.Name == room).SelectMany(output => output.Events!);

    private static IEnumerable<Subscriber> SubscribersOf(Chat.Server.Sequencing.Group group) =>
        group.Outputs.Where(output => output.Kind == InstructionKind.Subscribe).Select(output => output.Subscriber!);

    private static Frame? Last(Chat.Server.Sequencing.Group group, Subscriber from) =>
        group.Outputs.Single(output => output.Kind == InstructionKind.Finish && ReferenceEquals(output.Subscriber, from)).Frame;
}
