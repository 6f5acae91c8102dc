using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

[TestFixture]
public sealed class SessionPostTests
{
    [Test]
    public void Post_BeforeTheAnswerToTheLast_Waits()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var one = harness.Post("#lobby", "one");
        var two = harness.Post("#lobby", "two");
        var first = harness.Sent<PostFrame>();
        Assert.That(first, Is.EqualTo(new PostFrame(first.Id, one.Key, "#lobby", EventKind.Text, "one", null, LobbyLog)));
        harness.AssertNothingSent();

        harness.Receive(new PostedFrame(first.Id, one.Key, "#lobby", 6, 0));

        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(two.Key));
        Assert.That(one.Completion.Result, Is.EqualTo(new PostOutcome(6, null)));
        Assert.That(harness.Session.Unanswered, Is.EqualTo(1));
    }

    [Test]
    public void Post_InAnotherRoom_DoesNotWait()
    {
        var harness = new SessionHarness(options => options with { Rooms = ["#a", "#b"] });
        harness.Greet();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#a", 0), Joined(harness.Sent<JoinFrame>().Id, "#b", 0, log: OtherLog));
        harness.Post("#a", "one");
        harness.Post("#b", "two");

        Assert.That(harness.Sent<PostFrame>().Room, Is.EqualTo("#a"));
        Assert.That(harness.Sent<PostFrame>().Room, Is.EqualTo("#b"));
    }

    [Test]
    public void Post_WithoutAConnection_GoesOutWhenThereIsOne()
    {
        var harness = new SessionHarness();
        var post = harness.Post("#lobby", "early");
        harness.AssertNothingSent();

        harness.EnterLobby(5);

        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(post.Key));
    }

    [Test]
    public void Posts_AfterALoss_GoOutAgainInOrderWithTheirKeys_OnceWhatWasMissedIsHere()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var one = harness.Post("#lobby", "one");
        var two = harness.Post("#lobby", "two");
        harness.Sent<PostFrame>();

        harness.Reconnect();
        var join = harness.Sent<JoinFrame>();
        harness.Receive(Joined(join.Id, "#lobby", 6));
        harness.AssertNothingSent();
        harness.Receive(Said("#lobby", 6));

        var again = harness.Sent<PostFrame>();
        Assert.That(again.Key, Is.EqualTo(one.Key));
        harness.AssertNothingSent();
        harness.Receive(new PostedFrame(again.Id, one.Key, "#lobby", 7, 0));
        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(two.Key));
    }

    [Test]
    public void Post_ThatGotThroughBeforeTheLoss_IsKnownByItsKeyAndNotSentAgain()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var one = harness.Post("#lobby", "one");
        var two = harness.Post("#lobby", "two");
        harness.Sent<PostFrame>();

        harness.Reconnect();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 6), Said("#lobby", 6, "one", "alice", one.Key));

        Assert.That(one.Completion.Result.Seq, Is.EqualTo(6));
        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(two.Key));
        Assert.That(harness.Events().OfType<LinkEvent.PostAccepted>().Single().Post, Is.SameAs(one));
    }

    [Test]
    public void Posted_AfterTheEvent_CountsOnce()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var one = harness.Post("#lobby", "one");
        var two = harness.Post("#lobby", "two");
        var three = harness.Post("#lobby", "three");
        var first = harness.Sent<PostFrame>();
        harness.Receive(Said("#lobby", 6, "one", "alice", one.Key));
        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(two.Key));

        harness.Receive(new PostedFrame(first.Id, one.Key, "#lobby", 6, 0));

        harness.AssertNothingSent();
        Assert.That(harness.Session.Unanswered, Is.EqualTo(2));
        Assert.That(harness.Events().OfType<LinkEvent.PostAccepted>().Count(), Is.EqualTo(1));
        Assert.That(three.Completion.IsCompleted, Is.False);
    }

    [TestCase(ErrorCodes.RateLimited)]
    [TestCase(ErrorCodes.StorageFull)]
    [TestCase(ErrorCodes.Unavailable)]
    public void Post_ThatCannotNow_GoesOutAgainThen_BeforeWhatCameAfter(string code)
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var one = harness.Post("#lobby", "one");
        harness.Post("#lobby", "two");
        harness.Receive(new ErrorFrame(harness.Sent<PostFrame>().Id, code, "slow", 2000));

        harness.Advance(1.9);
        harness.AssertNothingSent();
        Assert.That(harness.Session.NextDue, Is.EqualTo(TimeSpan.FromSeconds(2)));
        harness.Advance(0.1);
        var again = harness.Sent<PostFrame>();
        Assert.That(again.Key, Is.EqualTo(one.Key));
        harness.Receive(new ErrorFrame(again.Id, code, "slow", 1000));
        harness.Advance(1);

        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(one.Key));
        Assert.That(harness.Events().OfType<LinkEvent.PostDelayed>().Count(), Is.EqualTo(1), "it is told once");
    }

    [TestCase(ErrorCodes.Muted)]
    [TestCase(ErrorCodes.NotMember)]
    [TestCase(ErrorCodes.TextTooLong)]
    [TestCase(ErrorCodes.BadText)]
    [TestCase(ErrorCodes.Internal)]
    public void Post_Refused_IsGivenBack_AndTheNextGoesOut(string code)
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var one = harness.Post("#lobby", "one");
        var two = harness.Post("#lobby", "two");
        var error = new ErrorFrame(harness.Sent<PostFrame>().Id, code, "no");
        harness.Receive(error);

        Assert.That(harness.Events(), Is.EqualTo([new LinkEvent.PostFailed(one, error)]));
        Assert.That(one.Completion.Result.Error, Is.EqualTo(error));
        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(two.Key));
    }

    [Test]
    public void Posts_ForALogThatIsGone_AreGivenBackAndNotPutIntoTheOther()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var sent = harness.Post("#lobby", "sent");
        harness.Sent<PostFrame>();
        harness.Session.Lost(harness.Now);
        var typedOffline = harness.Post("#lobby", "typed offline");
        harness.Greet();
        harness.Receive(new ErrorFrame(harness.Sent<JoinFrame>().Id, ErrorCodes.LogChanged, "another one"));
        var typedSince = harness.Post("#lobby", "typed since");
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 0, log: OtherLog));

        Assert.That(harness.Events().OfType<LinkEvent.PostFailed>().Select(failed => failed.Post), Is.EqualTo([sent, typedOffline]));
        Assert.That(harness.Sent<PostFrame>(), Has.Property(nameof(PostFrame.Key)).EqualTo(typedSince.Key)
            .And.Property(nameof(PostFrame.Log)).EqualTo(OtherLog));
    }

    [Test]
    public void Post_RefusedByTheLog_StartsTheRoomAnew()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(5);
        var one = harness.Post("#lobby", "one");
        var two = harness.Post("#lobby", "two");
        harness.Receive(new ErrorFrame(harness.Sent<PostFrame>().Id, ErrorCodes.LogChanged, "another one"));

        Assert.That(harness.Events().OfType<LinkEvent.PostFailed>().Select(failed => failed.Post), Is.EqualTo([one, two]));
        Assert.That(harness.Sent<JoinFrame>().After, Is.Null);
        harness.AssertNothingSent();
    }

    [Test]
    public void Post_ToANick_OpensTheConversationFirst_SoThatItIsBoundToItsLog()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        var post = harness.Post("@Bob", "hi");
        var join = harness.Sent<JoinFrame>();
        harness.AssertNothingSent();
        harness.Receive(Joined(join.Id, "@bob", 0, log: OtherLog));

        Assert.That(harness.Sent<PostFrame>(), Has.Property(nameof(PostFrame.Room)).EqualTo("@bob")
            .And.Property(nameof(PostFrame.Log)).EqualTo(OtherLog).And.Property(nameof(PostFrame.Key)).EqualTo(post.Key));
    }

    [Test]
    public void Post_ToANickThatIsNotThere_IsGivenBack()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        var one = harness.Post("@nobody", "hi");
        var two = harness.Post("@nobody", "there");
        harness.Receive(new ErrorFrame(harness.Sent<JoinFrame>().Id, ErrorCodes.NoSuchNick, "no"));

        Assert.That(harness.Events().OfType<LinkEvent.PostFailed>().Select(failed => failed.Post), Is.EqualTo([one, two]));
        Assert.That(harness.Session.Unanswered, Is.Zero);
        harness.AssertNothingSent();
    }

    [Test]
    public void Post_ToARoomWeAreNotIn_IsForTheServerToRefuse()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        harness.Post("#elsewhere", "hi");

        Assert.That(harness.Sent<PostFrame>(), Has.Property(nameof(PostFrame.Room)).EqualTo("#elsewhere").And.Property(nameof(PostFrame.Log)).Null);
    }

    [Test]
    public void End_GivesBackEverythingThatDidNotGetOut()
    {
        var harness = new SessionHarness();
        harness.EnterLobby(0);
        var posts = new[] { harness.Post("#lobby", "one"), harness.Post("#lobby", "two"), harness.Post("@bob", "three") };

        harness.Session.End(harness.Now);

        Assert.That(harness.Events().OfType<LinkEvent.PostFailed>().Select(failed => failed.Post), Is.EquivalentTo(posts));
        Assert.That(posts, Has.All.Matches<Outgoing>(post => post.Completion.Result.Error is not null));
    }
}
