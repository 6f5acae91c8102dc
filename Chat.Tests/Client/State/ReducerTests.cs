using Chat.Client.Connection;
using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Connection;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class ReducerTests
{
    private readonly Reducer _reducer = new(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), null, null));
    private ChatState _state = null!;
    private long _seq;

    [SetUp]
    public void SetUp()
    {
        _seq = 0;
        _state = new ChatState { Nick = "alice", Current = "#lobby" };
        Apply(new LinkEvent.Online(SessionHarness.Welcome(1), false, "alice"));
        Open("#lobby");
    }

    [Test]
    public void Online_AtFirst_SaysWhereWeAreAndWhatTheServerHasToSay()
    {
        var welcome = SessionHarness.Welcome(1) with { Server = "lan\u001B[2J", Motd = "be kind\n\u202Eevil\n" };

        var shown = Apply(new LinkEvent.Online(welcome, false, "alice"));

        Assert.That(shown, Is.EqualTo(["-- Connected to lan␛[2J as alice", "-- be kind", "   ⟨U+202E⟩evil"]));
        Assert.That(_state.IsOnline, Is.True);
    }

    [Test]
    public void Online_UnderAnotherNick_SaysSo()
    {
        var shown = Apply(new LinkEvent.Online(SessionHarness.Welcome(1, "alice2"), false, "alice"));

        Assert.That(shown[1], Does.Contain("alice is in use").And.Contain("alice2").And.Contain("/nick"));
        Assert.That(_state.Nick, Is.EqualTo("alice2"));
    }

    [TestCase(true, 2)]
    [TestCase(false, 1)]
    public void Online_WithADeviceOfSomebodyElse_SaysSo_WhereANickWasAskedFor(bool isChosen, int lines)
    {
        var online = new LinkEvent.Online(SessionHarness.Welcome(1, "alice") with { Registered = true }, false, "root", IsChosen: isChosen);

        Assert.That(Apply(online), Has.Count.EqualTo(lines).And.Exactly(lines - 1).Contains("belongs to alice here, so you are not root"));
    }

    [Test]
    public void Online_Again_SaysOnceThatTheNickIsAnother()
    {
        var again = new LinkEvent.Online(SessionHarness.Welcome(1, "alice2"), true, "alice");

        Assert.That(Apply(again), Is.EqualTo(["-- Connected again", "-- You are alice2 now"]));
        Assert.That(Apply(again), Is.EqualTo(["-- Connected again"]));
    }

    [Test]
    public void Offline_AtTheStart_SaysWhatThereIsToRead()
    {
        Assert.That(Apply(new LinkEvent.Offline("", "connection refused", TimeSpan.Zero, IsStart: true)).Single(), Does.StartWith("-- Offline: connection refused. Trying again").And.Contain("/history"));
        Assert.That(Apply(new LinkEvent.Online(SessionHarness.Welcome(1), false, "alice")), Is.EqualTo(["-- Connected to test as alice"]));
    }

    [Test]
    public void Offline_ManyTimes_IsToldOnceForAReason()
    {
        var lost = new LinkEvent.Offline("", "reset by peer", TimeSpan.FromSeconds(1));
        var refused = new LinkEvent.Offline("", "connection refused", TimeSpan.FromSeconds(2));

        Assert.That(Apply(lost), Has.Count.EqualTo(1));
        Assert.That(Apply(refused), Has.Count.EqualTo(1));
        Assert.That(Apply(refused), Is.Empty);
        Assert.That(_state.IsOnline, Is.False);
        Assert.That(Apply(new LinkEvent.Online(SessionHarness.Welcome(1), true, "alice")), Is.EqualTo(["-- Connected again"]));
        Assert.That(Apply(lost), Has.Count.EqualTo(1));
    }

    [Test]
    public void Offline_BecauseTheServerEndedTheSession_SaysWhy_AndPromisesNothing()
    {
        var removed = new LinkEvent.Offline(ClientCodes.Farewell, "carol removed you from this server: go away", TimeSpan.FromSeconds(1));

        Assert.That(Apply(removed), Is.EqualTo(["!! The server ended your session: carol removed you from this server: go away"]));
        Assert.That(Apply(new LinkEvent.Online(SessionHarness.Welcome(1), true, "alice")), Is.EqualTo(["-- Connected again"]));
        Assert.That(Apply(removed), Has.Count.EqualTo(1), "It can happen twice.");
    }

    [TestCase(EventKind.Text, "hi", "02:00 #lobby <bob> hi")]
    [TestCase(EventKind.Action, "waves", "02:00 #lobby * bob waves")]
    [TestCase(EventKind.Notice, "build is green", "02:00 #lobby -bob- build is green")]
    [TestCase(EventKind.Topic, "soup", "02:00 #lobby * bob set the topic: soup")]
    [TestCase(EventKind.Topic, "", "02:00 #lobby * bob cleared the topic")]
    [TestCase(EventKind.Moderation, "kick carol 0 noise", "02:00 #lobby * bob removed carol: noise")]
    [TestCase(EventKind.Moderation, "mute carol 60", "02:00 #lobby * bob muted carol for 1 minute")]
    [TestCase(EventKind.Moderation, "ban carol 0 spam", "02:00 #lobby * bob banned carol for good: spam")]
    [TestCase((EventKind)42, "x", "02:00 #lobby * bob did something that this client does not know: x")]
    public void Arrived_OfEachKind_IsALine(EventKind kind, string text, string expected)
    {
        Assert.That(Say(kind, text), Is.EqualTo([expected]));
    }

    [Test]
    public void Arrived_WithSeveralLines_IsAlignedAfterTheNick()
    {
        Assert.That(Say(EventKind.Text, "one\n12:00 #lobby <alice> two"), Is.EqualTo(
            ["02:00 #lobby <bob> one", "                   12:00 #lobby <alice> two"]));
    }

    [Test]
    public void Arrived_ThatRefersToAnother_NamesIt()
    {
        Say(EventKind.Text, "soup at noon?");

        Assert.That(Say(EventKind.Text, "yes", 1), Is.EqualTo(["02:00 #lobby <bob> ↪ bob: soup at noon?", "                   yes"]));
        Assert.That(Say(EventKind.Edit, "soup at one?", 1), Is.EqualTo(["02:00 #lobby * bob edited the message of 02:00: soup at one?"]));
        Assert.That(Say(EventKind.Reaction, "\U0001F44D", 1, "carol"), Is.EqualTo(["02:00 #lobby * carol reacted \U0001F44D to bob: soup at one?"]));
        Assert.That(Say(EventKind.ReactionWithdrawn, ":+1:", 1, "carol"), Is.EqualTo(["02:00 #lobby * carol took back :+1: from bob: soup at one?"]));
        Assert.That(Say(EventKind.Delete, "", 1, "carol"), Is.EqualTo(["02:00 #lobby * carol deleted bob's message of 02:00"]));
        Assert.That(Say(EventKind.Reaction, "x", 1), Is.EqualTo(["02:00 #lobby * bob reacted x to an earlier message"]));
    }

    [Test]
    public void Arrived_InAConversation_SaysFromWhomToWhom()
    {
        Assert.That(Apply(new LinkEvent.Arrived(SessionHarness.Said("@bob", 1, "psst"))), Is.EqualTo(["02:00 bob → alice: psst"]));
        Assert.That(
            Apply(new LinkEvent.Arrived(SessionHarness.Said("@bob", 2, "what?", "alice"))), Is.EqualTo(["02:00 alice → bob: what?"]));
        Assert.That(_state.Rooms["@bob"].Mentions, Is.EqualTo(1));
    }

    [Test]
    public void Arrived_InvitationInAConversation_SaysWhatToDo()
    {
        var invitation = new EventFrame("@bob", 1, 0, "bob", EventKind.Moderation, "invite alice 0 #secret");

        Assert.That(Apply(new LinkEvent.Arrived(invitation)), Is.EqualTo(["02:00 bob → alice: * bob invites you to #secret: /join #secret"]));
        Assert.That((_state.Rooms["@bob"].Unread, _state.Rooms["@bob"].Mentions), Is.EqualTo((1, 1)));
        Assert.That(
            Apply(new LinkEvent.Arrived(new EventFrame("@bob", 2, 0, "alice", EventKind.Moderation, "invite bob 0 #dev"))),
            Is.EqualTo(["02:00 alice → bob: * alice invited bob: #dev"]));
    }

    [Test]
    public void Arrived_InARoomNotLookedAt_CountsAsUnread_UntilItIs()
    {
        Open("#dev");
        Apply(new LinkEvent.Arrived(SessionHarness.Said("#dev", 1, "hello")));
        Apply(new LinkEvent.Arrived(SessionHarness.Said("#dev", 2, "hello @Alice!")));
        Apply(new LinkEvent.Arrived(SessionHarness.Said("#dev", 3, "mine", "alice")));

        Assert.That(_state.Rooms["#dev"], Has.Property(nameof(RoomView.Unread)).EqualTo(2).And.Property(nameof(RoomView.Mentions)).EqualTo(1));

        _state = _state.Select("#dev");
        Assert.That(_state.Rooms["#dev"], Has.Property(nameof(RoomView.Unread)).Zero.And.Property(nameof(RoomView.Mentions)).Zero);
        Assert.That(_state.Visited, Is.EqualTo(["#lobby"]));
    }

    [Test]
    public void Arrived_WithoutEnd_KeepsOnlySoMuch()
    {
        for (var i = 0; i < RoomView.MaxRecent * 2; i++)
        {
            Say(EventKind.Text, "x");
        }

        Assert.That(_state.Rooms["#lobby"].Recent, Has.Count.EqualTo(RoomView.MaxRecent));
    }

    [Test]
    public void Backlog_IsShownAndRemembered_AndCountsNothing()
    {
        Open("#dev");
        var page = new PageFrame(1, "#dev", [
            new PageEvent(3, 3000, "bob", EventKind.Text, "old @alice"),
            new PageEvent(4, 4000, "bob", EventKind.Delete, "", 4),
            new PageEvent(5, 5000, "bob", EventKind.Topic, "an old topic")], true, 1);

        var shown = Apply(new LinkEvent.Backlog(page));

        Assert.That(shown, Is.EqualTo(
            ["02:00 #dev <bob> old @alice", "02:00 #dev <bob> (deleted)", "02:00 #dev * bob set the topic: an old topic"]));
        Assert.That(_state.Rooms["#dev"].Unread, Is.Zero);
        Assert.That(_state.Rooms["#dev"].Topic, Is.Null, "the present topic is what Joined said");
        Assert.That(Apply(new LinkEvent.Arrived(SessionHarness.Said("#dev", 6, "re") with { Ref = 3 }))[0], Does.Contain("↪ bob: old @alice"));
    }

    [Test]
    public void Opened_SaysWhatRoomItIs()
    {
        var joined = SessionHarness.Joined(1, "#dev", 0, members: 3) with { Topic = "build" };

        Assert.That(Apply(new LinkEvent.RoomOpened(joined, Opening.Entered)), Is.EqualTo(["-- You are in #dev: 3 members. Topic: build"]));
        Assert.That(Apply(new LinkEvent.RoomOpened(joined, Opening.Resumed)), Is.Empty);
        Assert.That(Apply(new LinkEvent.RoomOpened(joined, Opening.Replaced)).Single(), Does.Contain("started anew"));
        Assert.That(_state.Current, Is.EqualTo("#lobby"), "the screen does not jump");
    }

    [Test]
    public void Closed_LooksBackAtTheRoomBefore()
    {
        Open("#dev");
        _state = (_state with { FollowsRoom = true }).Select("#dev");

        Assert.That(Apply(new LinkEvent.RoomClosed("#dev", null)), Is.EqualTo(["-- You left #dev"]));
        Assert.That(_state.Current, Is.EqualTo("#lobby"));
    }

    [Test]
    public void Closed_AgainstOurWill_LooksAtNoRoom_SoThatWhatIsTypedGoesToNoOtherOne()
    {
        Open("#dev");
        _state = _state.Select("#dev");
        var removal = new MembershipFrame("#dev", SessionHarness.LobbyLog, false, "carol", "noise");

        Assert.That(Apply(new LinkEvent.RoomClosed("#dev", removal)), Is.EqualTo(["-- You were removed from #dev by carol: noise"]));
        Assert.That(_state.Current, Is.Null);
        Assert.That(_state.Rooms.Keys, Is.EqualTo(["#lobby"]));
    }

    [Test]
    public void Refused_WhereWeHaveBeen_LooksAtNoRoom()
    {
        Open("#dev");
        _state = _state.Select("#dev");

        Assert.That(
            Apply(new LinkEvent.RoomRefused("#dev", new ErrorFrame(1, ErrorCodes.Banned, "you are banned"))), Is.EqualTo(["!! #dev: you are banned"]));
        Assert.That(_state.Current, Is.Null);
    }

    [Test]
    public void Refused_LooksBackAtTheRoomBefore()
    {
        _state = (_state with { FollowsRoom = true }).Select("#secret");

        var shown = Apply(new LinkEvent.RoomRefused("#secret", new ErrorFrame(1, ErrorCodes.Forbidden, "by invitation only")));

        Assert.That(shown, Is.EqualTo(["!! #secret: by invitation only"]));
        Assert.That(_state.Current, Is.EqualTo("#lobby"));
    }

    [Test]
    public void PostFailed_GivesTheTextBack()
    {
        var post = new Outgoing(Guid.Empty, "#lobby", EventKind.Text, "my words\nand more", null);

        var shown = Apply(new LinkEvent.PostFailed(post, new ErrorFrame(1, ErrorCodes.Muted, "you are muted")));

        Assert.That(shown, Is.EqualTo(["!! Not sent to #lobby: you are muted", "     my words", "     and more"]));
    }

    [Test]
    public void Presence_OfARoom_SaysWhoComesAndGoes()
    {
        Assert.That(Presence("bob", UserStatus.Online), Is.EqualTo(["-- #lobby: bob joined"]));
        Assert.That(Presence("bob", UserStatus.Online), Is.Empty, "known already");
        Assert.That(Presence("bob", UserStatus.Away, "lunch"), Is.EqualTo(["-- #lobby: bob is away: lunch"]));
        Assert.That(Presence("bob", UserStatus.Online), Is.EqualTo(["-- #lobby: bob is back"]));
        Assert.That(Presence("bob", UserStatus.Offline), Is.EqualTo(["-- #lobby: bob left"]));
        Assert.That(Presence("alice", UserStatus.Away), Is.Empty, "one's own is no news");
        Assert.That(_state.Rooms["#lobby"].Members.Keys, Is.EqualTo(["alice"]));
    }

    [Test]
    public void Presence_Everywhere_IsToldOnce()
    {
        Open("#dev");
        Presence("bob", UserStatus.Online);
        Apply(new LinkEvent.Arrived(SessionHarness.Said("@bob", 1)));
        var away = new LinkEvent.Told(new PresenceFrame(null, "bob", UserStatus.Away));
        Assert.That(Apply(away), Is.EqualTo(["-- bob is away"]));

        Presence("bob", UserStatus.Offline);
        Assert.That(Apply(new LinkEvent.Told(new PresenceFrame(null, "bob", UserStatus.Offline))), Is.Empty);
        Assert.That(Apply(new LinkEvent.Told(new PresenceFrame(null, "stranger", UserStatus.Online))), Is.Empty);
    }

    [Test]
    public void Renamed_GoesThroughRoomsAndConversations()
    {
        Presence("bob", UserStatus.Online);
        Apply(new LinkEvent.Arrived(SessionHarness.Said("@bob", 1)));
        _state = _state.Select("@bob");

        Assert.That(Apply(new LinkEvent.Told(new RenamedFrame("bob", "rob"))), Is.EqualTo(["-- bob is rob now"]));
        Assert.That(_state.Current, Is.EqualTo("@rob"));
        Assert.That(_state.Rooms.Keys, Is.EquivalentTo(["#lobby", "@rob"]));
        Assert.That(_state.Rooms["#lobby"].Members.Keys, Is.EqualTo(["rob"]));
        Assert.That(Apply(new LinkEvent.Told(new RenamedFrame("alice", "alicia"))), Is.EqualTo(["-- You are alicia now"]));
        Assert.That(_state.Nick, Is.EqualTo("alicia"));
    }

    [Test]
    public void Members_WithoutEnd_AreBounded()
    {
        for (var i = 0; i < RoomView.MaxMembers + 10; i++)
        {
            Presence($"n{i}", UserStatus.Online);
        }

        Assert.That(_state.Rooms["#lobby"].Members, Has.Count.EqualTo(RoomView.MaxMembers));
    }

    [Test]
    public void Resolve_FindsARoomAsNamesCompare()
    {
        Apply(new LinkEvent.Arrived(SessionHarness.Said("@bob", 1)));

        Assert.That(_state.Resolve("#LOBBY"), Is.EqualTo("#lobby"));
        Assert.That(_state.Resolve("@BOB"), Is.EqualTo("@bob"));
        Assert.That(_state.Resolve("#else"), Is.EqualTo("#else"));
        Assert.That(_state.Resolve("nonsense!"), Is.EqualTo("nonsense!"));
    }

    [Test]
    public void EveryText_OfTheNetwork_IsClean()
    {
        const string evil = "a\u001B[2J\u202E\u200Bz";
        var shown = new List<string>();
        shown.AddRange(Apply(new LinkEvent.Online(SessionHarness.Welcome(1, evil) with { Server = evil, Motd = evil }, false, evil)));
        shown.AddRange(Apply(new LinkEvent.Online(SessionHarness.Welcome(1, evil), true, "x")));
        shown.AddRange(Apply(new LinkEvent.Offline(evil, evil, TimeSpan.Zero)));
        shown.AddRange(Apply(new LinkEvent.KeyPinned(new KeyNews(evil, null, evil))));
        shown.AddRange(Apply(new LinkEvent.KeyPinned(new KeyNews(evil, evil, evil))));
        shown.AddRange(Apply(new LinkEvent.KeyPinned(new KeyNews(evil, null, evil, IsNamed: true))));
        shown.AddRange(Apply(new LinkEvent.NickNotKept(evil)));
        var room = $"#{evil}";
        shown.AddRange(Apply(new LinkEvent.RoomOpened(SessionHarness.Joined(1, room, 1, members: 2) with { Topic = evil }, Opening.Entered)));
        shown.AddRange(Apply(new LinkEvent.RoomOpened(SessionHarness.Joined(1, $"@{evil}", 1), Opening.Entered)));
        shown.AddRange(Apply(new LinkEvent.RoomOpened(SessionHarness.Joined(1, room, 1), Opening.Replaced)));
        shown.AddRange(Apply(new LinkEvent.RoomOpened(SessionHarness.Joined(1, $"@{evil}", 1), Opening.Replaced)));
        for (var kind = 0; kind < 10; kind++)
        {
            shown.AddRange(Apply(new LinkEvent.Arrived(new EventFrame(room, kind + 1, 0, evil, (EventKind)kind, evil, 1))));
            shown.AddRange(Apply(new LinkEvent.Arrived(new EventFrame($"@{evil}", kind + 1, 0, evil, (EventKind)kind, evil, 1))));
        }

        shown.AddRange(Apply(new LinkEvent.Arrived(new EventFrame(room, 20, 0, evil, EventKind.Moderation, $"kick {evil} {evil} {evil}"))));
        shown.AddRange(Apply(new LinkEvent.Backlog(new PageFrame(1, room, [new PageEvent(1, long.MaxValue, evil, EventKind.Text, evil)], false, 1))));
        shown.AddRange(Apply(new LinkEvent.Missed(room, 1, 2)));
        shown.AddRange(Apply(new LinkEvent.Told(new PresenceFrame(room, evil + "2", UserStatus.Away, evil))));
        shown.AddRange(Apply(new LinkEvent.Told(new PresenceFrame(null, evil + "2", UserStatus.Online, evil))));
        shown.AddRange(Apply(new LinkEvent.Told(new RenamedFrame(evil + "2", evil + "3"))));
        var post = new Outgoing(Guid.Empty, room, EventKind.Text, evil, null);
        var error = new ErrorFrame(1, evil, evil);
        shown.AddRange(Apply(new LinkEvent.PostFailed(post, error)));
        shown.AddRange(Apply(new LinkEvent.PostDelayed(post, error, TimeSpan.Zero)));
        shown.AddRange(Apply(new LinkEvent.PostDelayed(post, error with { Message = "" }, TimeSpan.Zero)));
        shown.AddRange(Apply(new LinkEvent.Complained(error)));
        shown.AddRange(Apply(new LinkEvent.RoomRefused(room, error)));
        shown.AddRange(Apply(new LinkEvent.RoomClosed(room, new MembershipFrame(room, SessionHarness.LobbyLog, false, evil, evil))));

        Assert.That(shown, Has.Count.GreaterThan(40));
        Assert.That(shown, Has.None.Contains("\u001B").And.None.Contains("\u202E").And.None.Contains("\u200B"));
    }

    private List<string> Apply(LinkEvent happened)
    {
        var (state, lines) = _reducer.Apply(_state, happened);
        _state = state;
        return [.. lines.SelectMany(line => LineLayout.Rows(line, null)).Select(row => row.Value)];
    }

    private List<string> Say(EventKind kind, string text, long? reference = null, string nick = "bob") =>
        Apply(new LinkEvent.Arrived(new EventFrame("#lobby", ++_seq, 1000 * _seq, nick, kind, text, reference)));

    private List<string> Presence(string nick, UserStatus status, string? text = null)
    {
        if (!_state.Rooms["#lobby"].Members.ContainsKey("alice") && nick == "alice")
        {
            Apply(new LinkEvent.Members(
                new MemberListFrame(1, "#lobby", [new MemberListing("alice", UserStatus.Online, RoomRole.Member)], false), false));
        }

        return Apply(new LinkEvent.Told(new PresenceFrame("#lobby", nick, status, text)));
    }

    private void Open(string room) => Apply(new LinkEvent.RoomOpened(SessionHarness.Joined(1, room, 0), Opening.Entered));
}
