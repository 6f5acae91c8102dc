using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

[TestFixture]
public sealed class SessionFeedTests
{
    [Test]
    public void Events_InOrder_ArePassedOnOnce()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);

        harness.Receive(Said("#lobby", 6), Said("#lobby", 7), Said("#lobby", 6), Said("#lobby", 7), Said("#lobby", 8));

        Assert.That(harness.Arrived(), Is.EqualTo([6, 7, 8]));
        Assert.That(harness.Session.Verdict, Is.Null);
    }

    [Test]
    public void AnEventLeftOut_ReconnectsFromTheCursor()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);

        harness.Receive(Said("#lobby", 6), Said("#lobby", 8));

        Assert.That(harness.Arrived(), Is.EqualTo([6]));
        Assert.That(harness.Session.Verdict, Is.TypeOf<Verdict.Reconnect>());

        harness.Reconnect();
        var join = harness.Sent<JoinFrame>();
        Assert.That(join, Is.EqualTo(new JoinFrame(join.Id, "#lobby", 6, LobbyLog)));
        harness.Receive(Joined(join.Id, "#lobby", 9), Said("#lobby", 7), Said("#lobby", 8), Said("#lobby", 9));
        Assert.That(harness.Arrived(), Is.EqualTo([7, 8, 9]));
    }

    [Test]
    public void AGap_IsToldAndSteppedOver()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);

        harness.Receive(new GapFrame("#lobby", 100), Said("#lobby", 100));

        var events = harness.Events();
        Assert.That(events[0], Is.EqualTo(new LinkEvent.Missed("#lobby", 6, 99)));
        Assert.That(events[1], Is.TypeOf<LinkEvent.Arrived>());
        Assert.That(harness.Session.Verdict, Is.Null);
    }

    [Test]
    public void Rejoin_WhenRetentionHasPassedUs_TellsWhatIsMissing()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        harness.Reconnect();
        harness.Events();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 50, first: 41), Said("#lobby", 41));

        var events = harness.Events();
        Assert.That(events.OfType<LinkEvent.RoomOpened>().Single().How, Is.EqualTo(Opening.Resumed));
        Assert.That(events, Has.Member(new LinkEvent.Missed("#lobby", 6, 40)));
        Assert.That(events.OfType<LinkEvent.Arrived>().Single().Event.Seq, Is.EqualTo(41));
    }

    [Test]
    public void LogChanged_StartsTheRoomAnewAndSaysSo()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        harness.Reconnect();
        harness.Events();
        harness.Receive(new ErrorFrame(harness.Sent<JoinFrame>().Id, ErrorCodes.LogChanged, "another one"));

        var again = harness.Sent<JoinFrame>();
        Assert.That(again, Is.EqualTo(new JoinFrame(again.Id, "#lobby")));
        harness.Receive(Joined(again.Id, "#lobby", 2, log: OtherLog));
        var history = harness.Sent<HistoryFrame>();
        Assert.That(history.Before, Is.EqualTo(3));
        harness.Receive(Said("#lobby", 3), Page(history.Id, "#lobby", 1, 2));

        var events = harness.Events();
        Assert.That(events.OfType<LinkEvent.RoomOpened>().Single().How, Is.EqualTo(Opening.Replaced));
        Assert.That(events[^2], Is.TypeOf<LinkEvent.Backlog>());
        Assert.That(((LinkEvent.Arrived)events[^1]).Event.Seq, Is.EqualTo(3));

        harness.Reconnect();
        var third = harness.Sent<JoinFrame>();
        Assert.That(third, Is.EqualTo(new JoinFrame(third.Id, "#lobby", 3, OtherLog)));
    }

    [Test]
    public void Backlog_IsAskedForOnce_AndWhatComesMeanwhileWaits()
    {
        var harness = new SessionHarness(options => options with { Backlog = 20 });
        harness.Greet();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 41));
        var history = harness.Sent<HistoryFrame>();
        Assert.That(history, Is.EqualTo(new HistoryFrame(history.Id, "#lobby", 42, null, 20)));

        harness.Events();
        harness.Receive(Said("#lobby", 42), Said("#lobby", 43));
        Assert.That(harness.Events(), Is.Empty);
        harness.Receive(Page(history.Id, "#lobby", 40, 41), Said("#lobby", 44));

        var events = harness.Events();
        Assert.That(events[0], Is.TypeOf<LinkEvent.Backlog>());
        Assert.That(events.Skip(1).Cast<LinkEvent.Arrived>().Select(arrived => arrived.Event.Seq), Is.EqualTo([42, 43, 44]));
        harness.AssertNothingSent();
    }

    [Test]
    public void Backlog_ThatNeverComes_HoldsNothingForEver()
    {
        var harness = new SessionHarness(options => options with { Backlog = 20 });
        harness.Greet();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 1));
        for (var seq = 2; seq < Feed.MaxHeld + 100; seq++)
        {
            harness.Receive(Said("#lobby", seq));
        }

        Assert.That(harness.Arrived(), Is.EqualTo(Enumerable.Range(2, Feed.MaxHeld + 98)));
    }

    [Test]
    public void Backlog_WhoseConnectionIsLost_IsAskedForAgain()
    {
        var harness = new SessionHarness(options => options with { Backlog = 20 });
        harness.Greet();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 41));
        harness.Sent<HistoryFrame>();
        harness.Receive(Said("#lobby", 42));
        harness.Reconnect();
        var join = harness.Sent<JoinFrame>();
        Assert.That(join.After, Is.EqualTo(41));
        harness.Receive(Joined(join.Id, "#lobby", 43), Said("#lobby", 42));
        var history = harness.Sent<HistoryFrame>();
        harness.Receive(Page(history.Id, "#lobby", 41), Said("#lobby", 43));

        Assert.That(history.Before, Is.EqualTo(42));
        Assert.That(harness.Arrived(), Is.EqualTo([42, 43]));
    }

    [Test]
    public void ARoomThatRefuses_IsToldAndNotTriedAgain()
    {
        var harness = new SessionHarness();
        harness.Greet();
        harness.Events();
        var error = new ErrorFrame(harness.Sent<JoinFrame>().Id, ErrorCodes.Forbidden, "private");
        harness.Receive(error);

        Assert.That(harness.Events(), Is.EqualTo([new LinkEvent.RoomRefused("#lobby", error)]));
        harness.Reconnect();
        harness.AssertNothingSent();
    }

    [Test]
    public void ARoomThatCannotNow_IsTriedAgainThen()
    {
        var harness = new SessionHarness();
        harness.Greet();
        harness.Receive(new ErrorFrame(harness.Sent<JoinFrame>().Id, ErrorCodes.RateLimited, "slow", 3000));
        harness.Advance(2.9);
        harness.AssertNothingSent();
        Assert.That(harness.Session.NextDue, Is.EqualTo(TimeSpan.FromSeconds(3)));

        harness.Advance(0.1);

        Assert.That(harness.Sent<JoinFrame>().Room, Is.EqualTo("#lobby"));
    }

    [Test]
    public void Join_OfARoomWeAreIn_AsksNothing()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);

        var joined = harness.Session.Join("#LOBBY", harness.Now);

        harness.AssertNothingSent();
        Assert.That(joined.Result, Is.TypeOf<JoinedFrame>());
    }

    [Test]
    public void Join_WithoutAConnection_WaitsForOne()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        harness.Session.Lost(harness.Now);

        var joined = harness.Session.Join("#dev", harness.Now);
        harness.AssertNothingSent();
        harness.Greet();
        harness.Sent<JoinFrame>();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#dev", 0));

        Assert.That(joined.Result, Is.TypeOf<JoinedFrame>());
    }

    [Test]
    public void Join_SpelledOtherwise_TakesTheServersSpelling()
    {
        var harness = new SessionHarness(options => options with { Rooms = [] });
        harness.Greet();
        _ = harness.Session.Join("#Dev", harness.Now);
        var post = harness.Post("#Dev", "hi");
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#dev", 0));

        Assert.That(harness.Sent<PostFrame>().Room, Is.EqualTo("#dev"));
        Assert.That(post.Room, Is.EqualTo("#dev"));
        harness.Receive(Said("#dev", 1));
        Assert.That(harness.Arrived(), Is.EqualTo([1]));
    }

    [Test]
    public void Leave_IsAnswered_AndNothingComesAfter()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        Assert.That(harness.Session.Leave("#lobby", harness.Now), Is.True);
        harness.Receive(new DoneFrame(harness.Sent<LeaveFrame>().Id), Said("#lobby", 6));

        Assert.That(harness.Events(), Is.EqualTo([new LinkEvent.RoomClosed("#lobby", null)]));
        harness.Reconnect();
        harness.AssertNothingSent();
    }

    [Test]
    public void Leave_WithSomethingTyped_WaitsUntilItIsOut()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var one = harness.Post("#lobby", "one");
        var two = harness.Post("#lobby", "two");
        harness.Session.Leave("#lobby", harness.Now);
        harness.Receive(new PostedFrame(harness.Sent<PostFrame>().Id, one.Key, "#lobby", 6, 0));
        harness.Receive(new PostedFrame(harness.Sent<PostFrame>().Id, two.Key, "#lobby", 7, 0));

        Assert.That(harness.Sent<LeaveFrame>().Room, Is.EqualTo("#lobby"));
        harness.AssertNothingSent();
    }

    [Test]
    public void Leave_WhoseAnswerIsLost_IsSaidAgain()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        harness.Session.Leave("#lobby", harness.Now);
        harness.Sent<LeaveFrame>();

        harness.Reconnect(new RoomState("#lobby", 5, 0, LobbyLog, 0));

        Assert.That(harness.Sent<LeaveFrame>().Room, Is.EqualTo("#lobby"));
        harness.AssertNothingSent();
    }

    [Test]
    public void Membership_Ended_ClosesTheRoomForGood()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var kick = new MembershipFrame("#lobby", LobbyLog, false, "carol", "enough");
        harness.Receive(kick, Said("#lobby", 6));

        Assert.That(harness.Events(), Is.EqualTo([new LinkEvent.RoomClosed("#lobby", kick)]));
        harness.Reconnect();
        harness.AssertNothingSent();
    }

    [Test]
    public void Membership_Given_EntersTheRoom()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        harness.Receive(new MembershipFrame("#secret", OtherLog, true, "carol"));

        Assert.That(harness.Sent<JoinFrame>().Room, Is.EqualTo("#secret"));
    }

    [Test]
    public void AConversationThatBegins_IsShownAndThenFollowed()
    {
        var harness = new SessionHarness(options => options with { Backlog = 20 });
        harness.EnterLobby(0);
        harness.Receive(Said("@bob", 7));

        Assert.That(harness.Arrived(), Is.EqualTo([7]));
        var join = harness.Sent<JoinFrame>();
        Assert.That(join, Is.EqualTo(new JoinFrame(join.Id, "@bob", 7)));

        harness.Receive(Said("@bob", 8), Joined(join.Id, "@bob", 8, log: OtherLog), Said("@bob", 8), Said("@bob", 9));
        Assert.That(harness.Arrived(), Is.EqualTo([8, 9]));
        harness.AssertNothingSent();

        harness.Reconnect();
        Assert.That(harness.Sent<JoinFrame>().Room, Is.EqualTo("#lobby"));
        var again = harness.Sent<JoinFrame>();
        Assert.That(again, Is.EqualTo(new JoinFrame(again.Id, "@bob", 9, OtherLog)));
    }

    [Test]
    public void AConversation_WithSomebodyElseOfThatNick_StartsAnewAndLosesNothing()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Receive(Said("@bob", 7));
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "@bob", 7, log: OtherLog));
        harness.Events();

        harness.Receive(Said("@bob", 1, "another bob"));
        var check = harness.Sent<JoinFrame>();
        Assert.That(check, Is.EqualTo(new JoinFrame(check.Id, "@bob", 7, OtherLog)));
        harness.Receive(new ErrorFrame(check.Id, ErrorCodes.LogChanged, "another one"));
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "@bob", 1, log: LobbyLog));
        harness.Receive(Page(harness.Sent<HistoryFrame>().Id, "@bob", 1), Said("@bob", 2));

        var events = harness.Events();
        Assert.That(events.Select(happened => happened.GetType()), Is.EqualTo(
            [typeof(LinkEvent.RoomOpened), typeof(LinkEvent.Backlog), typeof(LinkEvent.Arrived)]));
        Assert.That(((LinkEvent.RoomOpened)events[0]).How, Is.EqualTo(Opening.Replaced));
    }

    [Test]
    public void AConversation_AfterARename_GoesOnUnderTheNewNick()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Receive(Said("@bob", 7));
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "@bob", 7, log: OtherLog), new RenamedFrame("bob", "robert"), Said("@robert", 8));

        Assert.That(harness.Arrived(), Is.EqualTo([7, 8]));
        harness.Post("@robert", "hi");
        Assert.That(harness.Sent<PostFrame>(), Has.Property(nameof(PostFrame.Room)).EqualTo("@robert").And.Property(nameof(PostFrame.Log)).EqualTo(OtherLog));
    }

    [Test]
    public void EventsOfAConversation_BeforeTheAnswerToTheRejoin_ComeOnceAndInOrder()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Receive(Said("@bob", 7));
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "@bob", 7, log: OtherLog));
        harness.Reconnect();
        harness.Sent<JoinFrame>();
        var join = harness.Sent<JoinFrame>();
        harness.Events();

        harness.Receive(Said("@bob", 10), Joined(join.Id, "@bob", 10, log: OtherLog));
        harness.Receive(Said("@bob", 8), Said("@bob", 9), Said("@bob", 10), Said("@bob", 11));

        Assert.That(harness.Arrived(), Is.EqualTo([8, 9, 10, 11]));
        Assert.That(harness.Session.Verdict, Is.Null);
    }

    [Test]
    public void Conversations_WithoutEnd_AreBounded()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        for (var i = 0; i < Session.MaxRooms + 10; i++)
        {
            harness.Receive(Said($"@n{i}", 1));
        }

        Assert.That(harness.Events().OfType<LinkEvent.Arrived>().Count(), Is.LessThan(Session.MaxRooms));
        var answer = (ErrorFrame)harness.Session.Join("#more", TimeSpan.Zero).Result;
        harness.Receive(new PingFrame(1));
        Assert.That(harness.Events(), Is.EqualTo([new LinkEvent.RoomRefused("#more", answer)]), "Who asks for one more is told.");
    }

    [Test]
    public void Members_OfASmallRoom_AreAskedForToTheEnd()
    {
        var harness = new SessionHarness(options => options with { TrackMembers = true });
        harness.Greet();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 0, members: 3));
        var first = harness.Sent<MembersFrame>();
        harness.Receive(new MemberListFrame(first.Id, "#lobby", [new MemberListing("alice", UserStatus.Online, RoomRole.Member)], true));
        var second = harness.Sent<MembersFrame>();
        harness.Receive(new MemberListFrame(second.Id, "#lobby", [new MemberListing("bob", UserStatus.Away, RoomRole.Member)], false));

        Assert.That(second.AfterNick, Is.EqualTo("alice"));
        Assert.That(harness.Events().OfType<LinkEvent.Members>().Select(list => list.First), Is.EqualTo([true, false]));
        harness.AssertNothingSent();

        harness.Receive(new PresenceFrame("#lobby", null, UserStatus.Online));
        Assert.That(harness.Sent<MembersFrame>().AfterNick, Is.Null);
    }

    [Test]
    public void Members_OfALargeRoom_AreNotAskedFor()
    {
        var harness = new SessionHarness(options => options with { TrackMembers = true });
        harness.Greet();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 0, members: 257));

        harness.AssertNothingSent();
    }
}
