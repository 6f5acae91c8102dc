using Chat.Client.Connection;
using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Connection;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class ViewpointTests
{
    private readonly Reducer _reducer = new(TimeZoneInfo.Utc);
    private ChatState _state = null!;

    [SetUp]
    public void SetUp()
    {
        _state = new ChatState { Nick = "alice", Current = "#lobby", FollowsRoom = true };
        Open("#lobby", 0);
        Open("#dev", 0);
        Go("#dev");
        Go("#lobby");
    }

    [Test]
    public void Split_OfTheRoomLookedAt_ShowsItWithoutItsName()
    {
        Assert.That(Say("#lobby", 1, "hi"), Is.EqualTo(["00:00 <bob> hi"]));
        Assert.That(Go("@bob"), Is.Empty);
        Assert.That(Say("@bob", 1, "psst"), Is.EqualTo(["00:00 <bob> psst"]));
    }

    [Test]
    public void Split_OfAnotherRoom_Waits_ButWhatIsForUsIsShownAtOnce()
    {
        Assert.That(Say("#dev", 1, "hi"), Is.Empty);
        Assert.That(Say("#dev", 2, "hi @alice"), Is.EqualTo(["00:00 #dev <bob> hi @alice"]));
        Assert.That(Say("@bob", 1, "psst"), Is.EqualTo(["00:00 bob → alice: psst"]));
        Assert.That(Apply(new LinkEvent.Told(new PresenceFrame("#dev", "erin", UserStatus.Online))), Is.Empty);
        Assert.That(Prompt(), Is.EqualTo("[#lobby] (#dev:2! @bob:1!) "));
    }

    [Test]
    public void Split_OfAConversation_TellsWhichItIs_EvenWhereTheNickIsAFormerOne()
    {
        Open("@robert", 0);
        Assert.That(Say("@robert", 1, "psst", "bob"), Is.EqualTo(["00:00 @robert <bob> psst"]), "nobody has said who bob is");

        Apply(new LinkEvent.Told(new RenamedFrame("bob", "robert")));
        Assert.That(Say("@robert", 2, "psst", "bob"), Is.EqualTo(["00:00 robert → alice: psst"]));
        Assert.That(Apply(new LinkEvent.Told(new RenamedFrame("bob", "robert"))), Is.Empty, "told once");
        Assert.That(Go("@robert"), Has.Some.EqualTo("00:00 <bob> psst").And.Some.EqualTo("00:00 <robert> psst"));
    }

    [Test]
    public void Split_OfAnInvitation_IsShownAtOnceWhereverWeLook()
    {
        var shown = Apply(new LinkEvent.Arrived(new EventFrame("@bob", 1, 0, "bob", EventKind.Moderation, "invite alice 0 #secret")));

        Assert.That(shown, Is.EqualTo(["00:00 bob → alice: * bob invites you to #secret: /join #secret"]));
        Assert.That(Prompt(), Is.EqualTo("[#lobby] (@bob:1!) "));
    }

    [TestCase("op", "moderator alice 0", "00:00 @alice * op made you an operator of this server")]
    [TestCase("op", "member alice 0 too loud", "00:00 @alice * op took your rights as an operator of this server: too loud")]
    [TestCase("alice", "moderator alice 0", "00:00 @alice * alice is an operator of this server now")]
    [TestCase("alice", "member alice 0", "00:00 @alice * alice is no operator of this server any more")]
    public void Split_OfWhatBecomesOfOnesRights_IsShownAtOnceWhereverWeLook(string by, string text, string expected)
    {
        var shown = Apply(new LinkEvent.Arrived(new EventFrame("@alice", 1, 0, by, EventKind.Moderation, text)));

        Assert.That(shown, Is.EqualTo([expected]));
        Assert.That(Prompt(), Is.EqualTo(by == "alice" ? "[#lobby] " : "[#lobby] (@alice:1!) "));
    }

    [TestCase("#dev")]
    [TestCase("@bob")]
    public void Split_OfARoleInARoom_IsNotTakenForRightsOnTheServer(string room)
    {
        Apply(new LinkEvent.Arrived(new EventFrame(room, 1, 0, "bob", EventKind.Moderation, "moderator alice 0")));

        Assert.That(Go(room)[^1], Does.EndWith("* bob made alice a moderator"));
    }

    [Test]
    public void Enter_ShowsWhatHasWaited_WithAMarkWhereReadingStopped()
    {
        Go("#dev");
        Say("#dev", 1, "read");
        Go("#lobby");
        Say("#dev", 2, "mine", "alice");
        Say("#dev", 3, "one");
        Say("#dev", 4, "two");

        Assert.That(Go("#dev"), Is.EqualTo(["═══ #dev", "00:00 <alice> mine", "─── new", "00:00 <bob> one", "00:00 <bob> two"]));
        Assert.That(Go("#lobby"), Is.EqualTo(["═══ #lobby"]));
        Assert.That(Go("#dev"), Is.EqualTo(["═══ #dev"]), "it is shown once");
        Assert.That(_state.Rooms["#dev"].Read, Is.EqualTo(4));
    }

    [Test]
    public void Enter_AfterVeryMuch_ShowsTheLatest_AndSaysHowToSeeTheRest()
    {
        for (var i = 1; i <= 250; i++)
        {
            Say("#dev", i, $"line {i}");
        }

        var shown = Go("#dev");

        Assert.That(shown[1], Is.EqualTo("-- … 150 more before: /history 250"));
        Assert.That(shown[2..4], Is.EqualTo(["─── new", "00:00 <bob> line 151"]));
        Assert.That(shown, Has.Count.EqualTo(103));
    }

    [Test]
    public void Waiting_OfManyRooms_IsBoundedInAll()
    {
        var text = new string('x', 16_000);
        for (var room = 0; room < 100; room++)
        {
            Open($"#r{room}", 0);
            for (var i = 1; i <= 10; i++)
            {
                Say($"#r{room}", i, text);
            }
        }

        Assert.That(_state.Rooms.Values.Sum(room => (long)room.Waiting.Chars), Is.AtMost(Waiting.MaxCharsInAll));
        Assert.That(_state.Rooms.Values.Where(room => room.Name.StartsWith("#r", StringComparison.Ordinal)).Select(room => room.Unread), Has.All.EqualTo(10));
    }

    [Test]
    public void Opened_WithSomethingUnread_MarksItWhereOneLooks()
    {
        _state = new ChatState { Nick = "alice", Current = "#lobby", FollowsRoom = true };
        Open("#lobby", 7, read: 5);
        Apply(new LinkEvent.Backlog(new PageFrame(0, "#lobby", [new PageEvent(5, 0, "bob", EventKind.Text, "seen")], true, 1)));

        Assert.That(Say("#lobby", 6, "missed"), Is.EqualTo(["─── new", "00:00 <bob> missed"]));
        Assert.That(Say("#lobby", 7, "missed too"), Is.EqualTo(["00:00 <bob> missed too"]));
        Assert.That(Say("#lobby", 8, "live"), Is.EqualTo(["00:00 <bob> live"]));
    }

    [Test]
    public void Opened_WithNothingUnread_MarksNothing()
    {
        Open("#lobby", 5, read: 5);

        Assert.That(Say("#lobby", 6, "live"), Is.EqualTo(["00:00 <bob> live"]));
    }

    [Test]
    public void Backlog_OfTheServer_BehindTheMark_IsUnread()
    {
        Open("#work", 12, read: 8, mentions: 2);
        var page = new PageFrame(1, "#work", [.. new[] { 9L, 10, 11, 12 }.Select(seq => new PageEvent(seq, 0, seq == 11 ? "alice" : "bob", EventKind.Text, "hey @alice"))], true, 1);

        Assert.That(Apply(new LinkEvent.Backlog(page)), Has.Count.EqualTo(3));
        Assert.That((_state.Rooms["#work"].Unread, _state.Rooms["#work"].Mentions), Is.EqualTo((3, 2)));
        Assert.That(Go("#work")[1..3], Is.EqualTo(["─── new", "00:00 <bob> hey @alice"]));
    }

    [Test]
    public void Backlog_ThatDoesNotReachTheMark_SaysHowMuchIsMissing()
    {
        _state = new ChatState { Nick = "alice", Current = "#lobby", FollowsRoom = true };
        Open("#lobby", 30, read: 8);

        var shown = Apply(new LinkEvent.Backlog(new PageFrame(1, "#lobby", [new PageEvent(30, 0, "bob", EventKind.Text, "last")], true, 1)));

        Assert.That(shown, Is.EqualTo(["-- … 21 older unread: /history 22 #lobby", "─── new", "00:00 <bob> last"]));
    }

    [Test]
    public void Backlog_OfARoomEnteredForTheFirstTime_CountsNothing_ButAConversationIsUnread()
    {
        Open("#work", 3);
        Apply(new LinkEvent.Backlog(SessionHarness.Page(1, "#work", 1, 2, 3)));
        Open("@bob", 3);
        Apply(new LinkEvent.Backlog(SessionHarness.Page(1, "@bob", 1, 2, 3)));

        Assert.That(Prompt(), Is.EqualTo("[#lobby] (@bob:3!) "));
    }

    [Test]
    public void Backlog_ThatIsUnreadAndForUs_IsShownAtOnceWhereverWeLook()
    {
        Open("#work", 3, read: 1, mentions: 1);
        var hey = new PageFrame(1, "#work", [.. new[] { 1L, 2, 3 }.Select(seq => new PageEvent(seq, 0, "bob", EventKind.Text, seq == 3 ? "no" : $"hey {seq} @alice"))], true, 1);
        Assert.That(Apply(new LinkEvent.Backlog(hey)), Is.EqualTo(["00:00 #work <bob> hey 2 @alice"]));

        Open("@bob", 1);
        var invitation = new PageEvent(1, 0, "bob", EventKind.Moderation, "invite alice 0 #secret");
        Assert.That(Apply(new LinkEvent.Backlog(new PageFrame(1, "@bob", [invitation], false, 1))), Is.EqualTo(["00:00 bob → alice: * bob invites you to #secret: /join #secret"]));
        Assert.That(Go("@bob")[1..], Is.EqualTo(["00:00 * bob invites you to #secret: /join #secret"]), "and once more where it was said");
    }

    [Test]
    public void AConversation_IsUnreadForUs_WhateverTheServerHasCounted()
    {
        Open("@bob", 4, read: 2);
        Say("@bob", 3, "one");
        Say("@bob", 4, "two");
        Assert.That(Prompt(), Is.EqualTo("[#lobby] (@bob:2!) "));

        Apply(new LinkEvent.LeftOut("@carol", 3));
        Open("@carol", 9, read: 2);
        Apply(new LinkEvent.LeftOut("@carol", 7));
        Assert.That(Prompt(), Is.EqualTo("[#lobby] (@bob:2! @carol:7!) "));
    }

    [Test]
    public void WhatWeSaidOurselves_IsRead_WhereNothingBeforeItIsUnread()
    {
        Open("@bob", 0);
        Say("@bob", 1, "mine", "alice");
        Assert.That(_state.Rooms["@bob"].Read, Is.EqualTo(1));
        Say("@bob", 2, "yours");
        Say("@bob", 3, "mine", "alice");
        Assert.That(_state.Rooms["@bob"].Read, Is.EqualTo(1));

        Open("@carol", 2);
        Apply(new LinkEvent.Backlog(new PageFrame(1, "@carol", [.. new[] { 1L, 2 }.Select(seq => new PageEvent(seq, 0, "alice", EventKind.Text, "mine"))], false, 1)));
        Assert.That(_state.Rooms["@carol"].Read, Is.EqualTo(2));
        Assert.That(Prompt(), Is.EqualTo("[#lobby] (@bob:1!) "));
    }

    [Test]
    public void AMarkOfAnotherDevice_LeavesWhatIsBehindIt()
    {
        Say("#dev", 1, "one @alice");
        Say("#dev", 2, "two");
        Say("#dev", 3, "three");
        Apply(new LinkEvent.Told(new ReadMarkFrame("#dev", 2)));
        Assert.That(Prompt(), Is.EqualTo("[#lobby] (#dev:1!) "));
        Apply(new LinkEvent.Told(new ReadMarkFrame("#dev", 3)));

        Assert.That(Prompt(), Is.EqualTo("[#lobby] "));
        Assert.That(Go("#dev"), Has.None.EqualTo("─── new"));
    }

    [TestCase(null, "[#lobby] (@bob:1! #a-room:1 #b-room:1 #c-room:1) ")]
    [TestCase(40, "[#lobby] (@bob:1! #a-room:1 +2) ")]
    [TestCase(20, "[#lobby] (+4) ")]
    public void Prompt_NamesWhereThereIsMore_AsFarAsThereIsRoom(int? cells, string expected)
    {
        foreach (var room in (string[])["#a-room", "#b-room", "#c-room", "@bob"])
        {
            Say(room, 1, "x");
        }

        Assert.That(PromptText.Of(_state with { IsOnline = true }, 0, cells).Value, Is.EqualTo(expected));
    }

    [Test]
    public void Renamed_AConversation_KeepsWhatWaits()
    {
        Say("@bob", 1, "psst");
        Apply(new LinkEvent.Told(new RenamedFrame("bob", "rob")));

        Assert.That(Go("@rob"), Is.EqualTo(["═══ @rob", "─── new", "00:00 <bob> psst"]));
    }

    [Test]
    public void Presence_OfSomebodyElsewhere_IsNotShownWhereOneLooks()
    {
        Apply(new LinkEvent.Told(new PresenceFrame("#dev", "bob", UserStatus.Online)));
        Assert.That(Presence("bob", UserStatus.Offline), Is.Empty);
        Go("#dev");
        Assert.That(Presence("bob", UserStatus.Online), Is.EqualTo(["-- bob is here"]));
        Assert.That(Presence("bob", UserStatus.Away, "lunch"), Is.EqualTo(["-- bob is away: lunch"]));
        Say("@bob", 1, "psst");
        Go("@bob");
        Assert.That(Presence("bob", UserStatus.Offline), Is.EqualTo(["-- bob is offline"]));
    }

    [Test]
    public void Invitation_OfOnesOwn_IsToldByTheCommandAlone()
    {
        Assert.That(Apply(new LinkEvent.Arrived(new EventFrame("#lobby", 1, 0, "alice", EventKind.Moderation, "invite bob 0"))), Is.Empty);
        Assert.That(Apply(new LinkEvent.Arrived(new EventFrame("@bob", 1, 0, "alice", EventKind.Moderation, "invite bob 0 #lobby"))), Is.Empty);
        Assert.That(Apply(new LinkEvent.Arrived(new EventFrame("#lobby", 2, 0, "bob", EventKind.Moderation, "invite carol 0"))), Is.EqualTo(["00:00 * bob invited carol"]));
        Assert.That(_state.Rooms["#lobby"].Newest, Is.EqualTo(2));
    }

    private List<string> Presence(string nick, UserStatus status, string? text = null) => Apply(new LinkEvent.Told(new PresenceFrame(null, nick, status, text)));

    private string Prompt() => PromptText.Of(_state with { IsOnline = true }, 0, null).Value;

    private List<string> Say(string room, long seq, string text, string nick = "bob") => Apply(new LinkEvent.Arrived(SessionHarness.Said(room, seq, text, nick) with { Time = 0 }));

    private List<string> Go(string room)
    {
        var (state, lines) = Viewpoint.Enter(_state, _state.Select(room));
        _state = state;
        return Rows(lines);
    }

    private void Open(string room, long head, long read = 0, int mentions = 0) =>
        Apply(new LinkEvent.RoomOpened(SessionHarness.Joined(1, room, head) with { Read = read, Mentions = mentions }, Opening.Resumed));

    private List<string> Apply(LinkEvent happened)
    {
        var (next, told) = _reducer.Apply(_state, happened);
        var (state, lines) = Viewpoint.Split(next, told);
        _state = state;
        return Rows(lines);
    }

    private static List<string> Rows(IReadOnlyList<ChatLine> lines) => [.. lines.SelectMany(line => LineLayout.Rows(line, null)).Select(row => row.Value)];
}
