using Chat.Client;
using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

[TestFixture]
public sealed class SessionGreetingTests
{
    [Test]
    public void Connected_AtFirst_SaysHelloAndNothingElse()
    {
        var harness = new SessionHarness();

        harness.Session.Connected(harness.Now);

        var hello = harness.Sent<HelloFrame>();
        Assert.That(hello, Is.EqualTo(new HelloFrame(hello.Id, 1, "chat", "alice")));
        harness.AssertNothingSent();
    }

    [Test]
    public void Welcome_AtFirst_EntersTheRooms()
    {
        var harness = new SessionHarness(options => options with { Rooms = ["#lobby", "#dev"] });

        harness.Greet();

        Assert.That(harness.Sent<JoinFrame>().Room, Is.EqualTo("#lobby"));
        Assert.That(harness.Sent<JoinFrame>(), Has.Property(nameof(JoinFrame.After)).Null.And.Property(nameof(JoinFrame.Room)).EqualTo("#dev"));
        Assert.That(harness.Session.IsOnline, Is.True);
        Assert.That(harness.Events().Single(), Is.TypeOf<LinkEvent.Online>().With.Property(nameof(LinkEvent.Online.Again)).False);
    }

    [Test]
    public void Hello_AfterALoss_CarriesTheSecretAndTheNickWeHadBecome()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        harness.Receive(new RenamedFrame("alice", "alicia"));

        var hello = harness.Reconnect();

        Assert.That(hello.Resume, Is.EqualTo(Secret));
        Assert.That(hello.Nick, Is.EqualTo("alicia"));
    }

    [Test]
    public void NickInUse_OfAnUnchosenNick_GetsDigits()
    {
        var harness = new SessionHarness();
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.NickInUse, "taken"));
        var second = harness.Sent<HelloFrame>();
        harness.Receive(new ErrorFrame(second.Id, ErrorCodes.NickInUse, "taken"));
        var third = harness.Sent<HelloFrame>();
        harness.Receive(Welcome(third.Id, "alice3"));

        Assert.That(second.Nick, Is.EqualTo("alice2"));
        Assert.That(third.Nick, Is.EqualTo("alice3"));
        Assert.That(harness.Session.Nick, Is.EqualTo("alice3"));
        var online = harness.Events().OfType<LinkEvent.Online>().Single();
        Assert.That(online.Wished, Is.EqualTo("alice"));
    }

    [Test]
    public void NickInUse_OfALongNick_StaysWithinTheBound()
    {
        var harness = new SessionHarness(options => options with { Nick = new string('a', 32) });
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.NickInUse, "taken"));

        Assert.That(harness.Sent<HelloFrame>().Nick, Is.EqualTo(new string('a', 31) + "2"));
    }

    [Test]
    public void NickInUse_ForEver_Ends()
    {
        var harness = new SessionHarness();
        harness.Session.Connected(harness.Now);
        var tried = new List<string>();
        while (harness.Session.Verdict is null)
        {
            var hello = harness.Sent<HelloFrame>();
            tried.Add(hello.Nick!);
            harness.Receive(new ErrorFrame(hello.Id, ErrorCodes.NickInUse, "taken"));
        }

        Assert.That(harness.Session.Verdict, Is.TypeOf<Verdict.Stop>());
        Assert.That(tried, Has.Count.InRange(10, 30));
    }

    [Test]
    public void NickInUse_OfAChosenNick_Ends()
    {
        var harness = new SessionHarness(options => options with { NickIsChosen = true });
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.NickInUse, "taken"));

        var stop = harness.Session.Verdict as Verdict.Stop;
        Assert.That(stop?.End.Code, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(stop?.End.Message, Does.Contain("alice").And.Contain("--nick"));
    }

    [Test]
    public void NickInUse_OfAChosenNickAfterAReconnect_GetsDigitsRatherThanLoseWhatWasTyped()
    {
        var harness = new SessionHarness(options => options with { NickIsChosen = true });
        harness.EnterLobby(0);
        harness.Session.Lost(harness.Now);
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.NickInUse, "taken"));

        Assert.That(harness.Sent<HelloFrame>().Nick, Is.EqualTo("alice2"));
        Assert.That(harness.Session.Verdict, Is.Null);
    }

    [Test]
    public void NickInUse_WithADeviceKey_EndsAndSaysHowToJoin()
    {
        var harness = new SessionHarness(options => options with { HasDevice = true, Server = "lan" });
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.NickInUse, "taken"));

        var stop = harness.Session.Verdict as Verdict.Stop;
        Assert.That(stop?.End.Code, Is.EqualTo(ExitCode.NotAllowed), "digits would make a second nick ours for good");
        Assert.That(stop?.End.Message, Does.Contain("--nick NAME").And.Contain("/link").And.Contain("chat lan --link --nick alice"));
    }

    [Test]
    public void Welcome_UnderAnotherNickThanTheOneNeeded_EndsBeforeAnythingIsSent()
    {
        var harness = new SessionHarness(options => options with { HasDevice = true, NickIsChosen = true, NickIsNeeded = true, Nick = "builder", Server = "lan" });
        harness.Post("#lobby", "the build is green");
        harness.Session.Connected(harness.Now);
        harness.Receive(Welcome(harness.Sent<HelloFrame>().Id, "alicia") with { Registered = true });

        harness.AssertNothingSent();
        var end = ((Verdict.Stop)harness.Session.Verdict!).End;
        Assert.That(end.Code, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(end.Message, Does.Contain("belongs to alicia").And.Contain("chat lan --identity builder --nick builder"));
    }

    [TestCase("Builder", true)]
    [TestCase("alicia", false)]
    public void Welcome_UnderTheNickNeeded_OrWhereAnyIsRight_GoesOn(string nick, bool isNeeded)
    {
        var harness = new SessionHarness(options => options with { HasDevice = true, NickIsChosen = true, NickIsNeeded = isNeeded, Nick = "builder" });
        harness.Session.Connected(harness.Now);
        harness.Receive(Welcome(harness.Sent<HelloFrame>().Id, nick) with { Registered = true });
        Assert.That(harness.Session.IsOnline, Is.True);

        harness.Receive(new RenamedFrame(nick, "carpenter"));
        harness.Session.Lost(harness.Now);
        harness.Session.Connected(harness.Now);
        harness.Receive(Welcome(harness.Sent<HelloFrame>().Id, "carpenter") with { Registered = true });

        Assert.That(harness.Session.IsOnline, Is.True);
    }

    [Test]
    public void ACode_IsSaidUntilWelcome_AndNeverAgain()
    {
        var harness = new SessionHarness(options => options with { Code = "ABCD" });
        harness.Session.Connected(harness.Now);
        Assert.That(harness.Sent<HelloFrame>().Code, Is.EqualTo("ABCD"));
        harness.Session.Lost(harness.Now);
        harness.Session.Connected(harness.Now);
        var second = harness.Sent<HelloFrame>();
        Assert.That(second.Code, Is.EqualTo("ABCD"), "it was not answered");
        harness.Receive(Welcome(second.Id));

        Assert.That(harness.Reconnect().Code, Is.Null);
    }

    [TestCase(true, "/link")]
    [TestCase(false, "invitation")]
    public void ACode_ThatIsRefused_EndsWithWhatToDo(bool linking, string word)
    {
        var harness = new SessionHarness(options => options with { Code = "ABCD", IsLinking = linking });
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.BadCode, "no"));

        var stop = harness.Session.Verdict as Verdict.Stop;
        Assert.That(stop?.End.Code, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(stop?.End.Message, Does.Contain(word).And.Not.Contain("ABCD"));
        harness.AssertNothingSent();
    }

    [Test]
    public void ACode_ThatIsRefused_IsSaidOnce()
    {
        var harness = new SessionHarness(options => options with { Code = "ABCD" });
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.BadCode, "This invitation was used, or has ended."));

        Assert.That(((Verdict.Stop)harness.Session.Verdict!).End.Message.Split("was used"), Has.Length.EqualTo(2));
    }

    [Test]
    public void ACode_ThatDoesNotOpenItsRoomToAUserWhoIsKnown_IsSaidToBeNoGood()
    {
        var harness = new SessionHarness(options => options with { Code = "ABCD", Rooms = ["#secret"], HasDevice = true });
        harness.Greet();
        harness.Receive(new ErrorFrame(harness.Sent<JoinFrame>().Id, ErrorCodes.Forbidden, "#secret is private."));

        var refused = harness.Events().OfType<LinkEvent.RoomRefused>().Single();
        Assert.That(refused.Error.Message, Does.StartWith("#secret is private. The invitation was not good").And.Not.Contain("ABCD"));
    }

    [TestCase(ErrorCodes.Banned, 77)]
    [TestCase(ErrorCodes.BadNick, 77)]
    [TestCase(ErrorCodes.RegistrationClosed, 77)]
    [TestCase(ErrorCodes.UnsupportedVersion, 76)]
    [TestCase(ErrorCodes.BadField, 76)]
    public void Hello_Refused_EndsWithTheCode(string code, int exit)
    {
        var harness = new SessionHarness();
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, code, "no"));

        Assert.That((harness.Session.Verdict as Verdict.Stop)?.End.Code, Is.EqualTo((ExitCode)exit));
    }

    [TestCase(ErrorCodes.ServerFull)]
    [TestCase(ErrorCodes.ShuttingDown)]
    [TestCase(ErrorCodes.Unavailable)]
    public void Hello_NotNow_MeansLater(string code)
    {
        var harness = new SessionHarness();
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, code, "no", 7000));

        Assert.That(harness.Session.Verdict, Is.EqualTo(new Verdict.Reconnect(code, "no", TimeSpan.FromSeconds(7))));
    }

    [Test]
    public void Hello_WithoutAnAnswer_IsGivenUp()
    {
        var harness = new SessionHarness();
        harness.Session.Connected(harness.Now);
        Assert.That(harness.Session.NextDue, Is.EqualTo(Session.HelloPatience));

        harness.Advance(15);

        Assert.That(harness.Session.Verdict, Is.TypeOf<Verdict.Reconnect>());
    }

    [Test]
    public void Welcome_WithRoomsOfOurs_EntersThemToo()
    {
        var harness = new SessionHarness();
        harness.Greet(new RoomState("#lobby", 5, 0, LobbyLog, 0), new RoomState("#dev", 7, 0, OtherLog, 0), new RoomState("@bob", 2, 0, OtherLog, 0));

        Assert.That(
            new[] { harness.Sent<JoinFrame>().Room, harness.Sent<JoinFrame>().Room, harness.Sent<JoinFrame>().Room },
            Is.EqualTo(["#lobby", "#dev", "@bob"]));
        harness.AssertNothingSent();
    }

    [Test]
    public void Welcome_WithMoreRooms_AsksForThem()
    {
        var harness = new SessionHarness(options => options with { Rooms = [] });
        harness.Session.Connected(harness.Now);
        var welcome = Welcome(harness.Sent<HelloFrame>().Id, "alice", new RoomState("#a", 1, 0, LobbyLog, 0)) with { More = true };
        harness.Receive(welcome);
        var mine = harness.Sent<MineFrame>();
        Assert.That(mine.AfterRoom, Is.EqualTo("#a"));
        Assert.That(harness.Sent<JoinFrame>().Room, Is.EqualTo("#a"));

        harness.Receive(new MineListFrame(mine.Id, [new RoomState("#b", 1, 0, LobbyLog, 0)], true));
        Assert.That(harness.Sent<JoinFrame>().Room, Is.EqualTo("#b"));
        Assert.That(harness.Sent<MineFrame>().AfterRoom, Is.EqualTo("#b"));
    }

    [Test]
    public void Replaced_IsTheEnd()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Receive(new ErrorFrame(0, ErrorCodes.Replaced, "taken over"));

        Assert.That((harness.Session.Verdict as Verdict.Stop)?.End.Code, Is.EqualTo(ExitCode.Unavailable));
    }

    [Test]
    public void Bye_WithATime_MeansThen()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Receive(new ByeFrame("restart", 2500));

        Assert.That(harness.Session.Verdict, Is.EqualTo(new Verdict.Reconnect("", "restart", TimeSpan.FromSeconds(2.5))));
    }

    [Test]
    public void Bye_WithoutATime_IsAboutUs()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Receive(new ByeFrame("carol removed you from this server"));

        Assert.That(harness.Session.Verdict, Is.EqualTo(new Verdict.Reconnect(ClientCodes.Farewell, "carol removed you from this server")));
    }

    [Test]
    public void Ping_IsAnswered()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Receive(new PingFrame(ulong.MaxValue));

        Assert.That(harness.Sent<PongFrame>().Token, Is.EqualTo(ulong.MaxValue));
    }

    [Test]
    public void Silence_IsAskedInto_AndThenGivenUp()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        Assert.That(harness.Session.NextDue, Is.EqualTo(Heartbeat.Idle));

        harness.Advance(20);
        var ping = harness.Sent<PingFrame>();
        harness.Receive(new PongFrame(ping.Token));
        Assert.That(harness.Session.NextDue, Is.EqualTo(harness.Now + Heartbeat.Idle));

        harness.Advance(20);
        harness.Sent<PingFrame>();
        harness.Advance(19.9);
        Assert.That(harness.Session.Verdict, Is.Null);
        harness.Advance(0.1);
        Assert.That(harness.Session.Verdict, Is.TypeOf<Verdict.Reconnect>().With.Property(nameof(Verdict.Reconnect.Code)).EqualTo(ErrorCodes.Timeout));
    }

    [Test]
    public void Pong_BeforeAnAnswerThatIsDue_BreaksTheProtocol()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Post("#lobby", "one");
        harness.Sent<PostFrame>();
        harness.Advance(20);
        harness.Receive(new PongFrame(harness.Sent<PingFrame>().Token));

        Assert.That(harness.Session.Verdict, Is.TypeOf<Verdict.Reconnect>().With.Property(nameof(Verdict.Reconnect.Code)).EqualTo(ClientCodes.Broken));
    }

    [Test]
    public void Away_IsSaidAgainAfterALoss()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        Frame? answer = null;
        harness.Session.SetAway("lunch", frame => answer = frame, harness.Now);
        harness.Receive(new DoneFrame(harness.Sent<AwayFrame>().Id));
        Assert.That(answer, Is.TypeOf<DoneFrame>());

        harness.Reconnect();

        Assert.That(harness.Sent<AwayFrame>().Text, Is.EqualTo("lunch"));
    }

    [Test]
    public void Ask_WithoutAConnection_IsAnsweredAtOnce()
    {
        var harness = new SessionHarness();
        Frame? answer = null;

        harness.Session.Ask(id => new WhoisFrame(id, "bob"), frame => answer = frame, harness.Now);

        Assert.That(answer, Is.EqualTo(ClientCodes.NotConnectedError));
    }

    [Test]
    public void Ask_WhoseConnectionIsLost_IsAnsweredSo()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        Frame? answer = null;
        harness.Session.Ask(id => new WhoisFrame(id, "bob"), frame => answer = frame, harness.Now);
        Assert.That(answer, Is.Null);

        harness.Session.Lost(harness.Now);

        Assert.That(answer, Is.EqualTo(ClientCodes.ConnectionLostError));
    }

    [Test]
    public void UnknownFrames_AreIgnored()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);

        harness.Receive(new UnknownFrame(77, 3), new DoneFrame(4_000_000_000), new PostFrame(1, Guid.Empty, "#lobby", EventKind.Text, "x"));

        Assert.That(harness.Session.Verdict, Is.Null);
        Assert.That(harness.Events(), Is.Empty);
        harness.AssertNothingSent();
    }
}
