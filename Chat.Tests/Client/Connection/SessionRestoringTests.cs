using Chat.Client.Connection;
using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

/// <summary>A session that goes on where another program ended.</summary>
[TestFixture]
public sealed class SessionRestoringTests
{
    private static readonly Guid User = new("aaaaaaaa-0000-0000-0000-000000000000");
    private static readonly Guid OldSecret = new("bbbbbbbb-0000-0000-0000-000000000000");
    private static readonly Guid Key = new("cccccccc-0000-0000-0000-000000000000");
    private static readonly StoredPost Typed = new(Key, "#lobby", EventKind.Text, "hi", null) { Log = LobbyLog };
    private static readonly StoredPost Sent = Typed with { SentAs = User, SentAfter = 5 };
    private static readonly StoredPlace Lobby = new(LobbyLog, "#lobby", 5, 2);

    [Test]
    public void Restore_APlace_JoinsAfterIt()
    {
        var harness = Restored([], [Lobby]);
        var hello = harness.Greet();
        Assert.That(hello.Resume, Is.EqualTo(OldSecret));

        var join = harness.Sent<JoinFrame>();
        Assert.That((join.After, join.Log), Is.EqualTo((5L, LobbyLog)));
        harness.Receive(Joined(join.Id, "#lobby", 6), Said("#lobby", 6));
        Assert.That(harness.Arrived(), Is.EqualTo([6]));
    }

    [Test]
    public void Restore_APlaceInARoomThatTheServerNames_GoesByItsLogAndNotByItsName()
    {
        var harness = Restored([], [new StoredPlace(OtherLog, "@bob", 7, 0)]);
        harness.Greet(new RoomState("@robert", 9, 0, OtherLog, 0));
        harness.Sent<JoinFrame>();

        Assert.That(harness.Sent<JoinFrame>(), Has.Property(nameof(JoinFrame.Room)).EqualTo("@robert").And.Property(nameof(JoinFrame.After)).EqualTo(7));
        Assert.That(
            harness.Events().OfType<LinkEvent.Told>().Single().Frame, Is.EqualTo(new RenamedFrame("bob", "robert")), "what bob has said is robert's");
    }

    [Test]
    public void Reconnect_ToAConversationUnderAnotherName_GoesOnWithIt_AndTellsOfTheRename()
    {
        var harness = new SessionHarness();
        harness.Greet(new RoomState("@bob", 3, 0, OtherLog, 0));
        harness.Sent<JoinFrame>();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "@bob", 3, log: OtherLog));
        harness.Events();
        harness.Reconnect(new RoomState("@robert", 5, 0, OtherLog, 0));
        var joins = new[] { harness.Sent<JoinFrame>(), harness.Sent<JoinFrame>() };

        Assert.That(joins.Select(join => join.Room), Is.EquivalentTo(["#lobby", "@robert"]));
        Assert.That(joins.Single(join => join.Room == "@robert").After, Is.EqualTo(3));
        Assert.That(harness.Events().OfType<LinkEvent.Told>().Single().Frame, Is.EqualTo(new RenamedFrame("bob", "robert")));
        harness.AssertNothingSent();
    }

    [Test]
    public void Restore_OfAReplacedRoom_EntersTheNewOneAsNew_AndFailsWhatWasForTheOld()
    {
        var harness = Restored([Typed], [Lobby]);
        harness.Greet();
        harness.Receive(new ErrorFrame(harness.Sent<JoinFrame>().Id, ErrorCodes.LogChanged, "another"));
        var join = harness.Sent<JoinFrame>();
        Assert.That((join.After, join.Log), Is.EqualTo(((long?)null, (Guid?)null)));
        harness.Receive(Joined(join.Id, "#lobby", 0, log: OtherLog));

        var events = harness.Events();
        Assert.That(events.OfType<LinkEvent.PostFailed>().Single().Error.Code, Is.EqualTo(ErrorCodes.LogChanged));
        Assert.That(events.OfType<LinkEvent.RoomOpened>().Single().How, Is.EqualTo(Opening.Entered));
        harness.AssertNothingSent();
    }

    [Test]
    public void Restore_OfPosts_GoOutInOrder_WithTheirKeysAndLog_OnceTheRoomIsOpen()
    {
        var harness = Restored([Typed, Typed with { Key = OldSecret, Text = "there" }], [Lobby]);
        Assert.That(harness.Session.Unanswered, Is.EqualTo(2));
        harness.Greet();
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 5));
        var first = harness.Sent<PostFrame>();
        Assert.That(first, Is.EqualTo(new PostFrame(first.Id, Key, "#lobby", EventKind.Text, "hi", null, LobbyLog)));
        harness.AssertNothingSent();
        harness.Receive(new PostedFrame(first.Id, Key, "#lobby", 6, 0));

        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(OldSecret));
        Assert.That(harness.Events().OfType<LinkEvent.PostsRestored>().Single().Posts, Has.Count.EqualTo(2));
    }

    [TestCase("#elsewhere")]
    [TestCase("@bob")]
    public void Restore_OfAPostForARoomThatIsNotOpen_EntersItFirst_IfItIsStillTheSameLog(string room)
    {
        var harness = Restored([Typed with { Room = room, Log = OtherLog }], []);
        harness.Greet();
        harness.Sent<JoinFrame>();
        var join = harness.Sent<JoinFrame>();
        Assert.That((join.Room, join.After, join.Log), Is.EqualTo((room, (long?)null, OtherLog)));
        harness.Receive(Joined(join.Id, room, 3, log: OtherLog));

        Assert.That(harness.Sent<PostFrame>(), Has.Property(nameof(PostFrame.Room)).EqualTo(room).And.Property(nameof(PostFrame.Log)).EqualTo(OtherLog));
    }

    [Test]
    public void Restore_OfAPostForARoomWhoseLogIsAnother_FailsIt()
    {
        var harness = Restored([Typed with { Room = "@bob", Log = OtherLog }], []);
        harness.Greet();
        harness.Sent<JoinFrame>();
        harness.Receive(new ErrorFrame(harness.Sent<JoinFrame>().Id, ErrorCodes.LogChanged, "somebody else"));
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "@bob", 3, log: LobbyLog));

        Assert.That(harness.Events().OfType<LinkEvent.PostFailed>().Single().Error.Code, Is.EqualTo(ErrorCodes.LogChanged));
        harness.AssertNothingSent();
    }

    [Test]
    public void Post_SentBefore_IsSentAgain_WhenTheGuestIsResumed()
    {
        var harness = Restored([Sent with { SentAfter = null }], []);
        GreetAs(harness, NewSecret(), new RoomState("#lobby", 9, 0, LobbyLog, 0));
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 9));

        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(Key), "the server knows it again");
        Assert.That(harness.Session.TryTakeLeaving(out _), Is.False, "it is written down already");
    }

    [Test]
    public void Post_SentBefore_WhenTheGuestIsGone_IsSentIfItIsNotAmongAllThatWasSaidSince()
    {
        var harness = Restored([Sent], [Lobby]);
        GreetAs(harness, NewSecret());
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 7), Said("#lobby", 6));
        harness.AssertNothingSent();
        harness.Receive(Said("#lobby", 7));

        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(Key));
        Assert.That(harness.Session.TryTakeLeaving(out var leaving), Is.True);
        Assert.That((leaving!.SentAs, leaving.SentAfter), Is.EqualTo((NewSecret(), 7L)));
    }

    [Test]
    public void Post_SentBefore_WhenTheGuestIsGone_IsKnownAmongWhatWasSaidSince()
    {
        var harness = Restored([Sent], [Lobby]);
        GreetAs(harness, NewSecret());
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 6), Said("#lobby", 6, "hi", "alice", Key));

        Assert.That(harness.Events().OfType<LinkEvent.PostAccepted>().Count(), Is.EqualTo(1));
        harness.AssertNothingSent();
    }

    [Test]
    public void Post_SentBefore_WhenTheGuestIsGoneAndNotAllSinceWasSeen_IsNotSent()
    {
        foreach (var place in new[] { Lobby with { Cursor = 9, SolidFrom = 8 }, null })
        {
            var harness = Restored([Sent], place is null ? [] : [place]);
            GreetAs(harness, NewSecret());
            harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 9));

            Assert.That(harness.Events().OfType<LinkEvent.PostFailed>().Single().Error.Code, Is.EqualTo(ClientCodes.NotKnown));
            harness.AssertNothingSent();
        }
    }

    [Test]
    public void Post_SentAsAGuestOfAnotherProgram_IsNotSent()
    {
        var harness = Restored([], [Lobby]);
        GreetAs(harness, NewSecret(), new RoomState("#lobby", 5, 0, LobbyLog, 0));
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 5));
        harness.Session.Restore([Sent with { SentAs = OldSecret }, Typed with { Key = OldSecret }], harness.Now);

        Assert.That(harness.Events().OfType<LinkEvent.PostFailed>().Single().Post.Key, Is.EqualTo(Key));
        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(OldSecret), "what never left goes out");
    }

    [Test]
    public void Post_OfTheOwnerOfADeviceKey_IsSentAgainWhateverWasMissed()
    {
        var harness = Restored([Sent with { SentAs = Session.DeviceUser, SentAfter = null }], [], session: false);
        harness.Session.Connected(harness.Now);
        harness.Receive(Welcome(harness.Sent<HelloFrame>().Id) with { Registered = true });
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 5));

        Assert.That(harness.Sent<PostFrame>().Key, Is.EqualTo(Key));
    }

    [Test]
    public void Reconnect_AsAnotherGuest_DoesNotDoubleWhatLeft()
    {
        var harness = new SessionHarness(options => options with { Rooms = ["#lobby"] });
        GreetAs(harness, OldSecret);
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 0));
        harness.Post("#other", "to a room that is not open");
        harness.Sent<PostFrame>();
        harness.Session.Lost(harness.Now);
        harness.Events();

        GreetAs(harness, NewSecret());

        Assert.That(harness.Events().OfType<LinkEvent.PostFailed>().Single().Error.Code, Is.EqualTo(ClientCodes.NotKnown));
    }

    [Test]
    public void End_WhereWhatIsTypedIsKept_DoesNotGiveItBack()
    {
        var harness = Restored([Typed], []);

        harness.Session.End(harness.Now, keepsPosts: true);

        Assert.That(harness.Events().OfType<LinkEvent.PostKept>().Count(), Is.EqualTo(1));
        Assert.That(harness.Events().OfType<LinkEvent.PostFailed>(), Is.Empty);
    }

    private static SessionHarness Restored(StoredPost[] posts, StoredPlace[] places, bool session = true)
    {
        var harness = new SessionHarness();
        harness.Session.Restore(new RestoredLink(session ? new StoredSession(OldSecret, User) : null, posts, places, 0), harness.Now);
        return harness;
    }

    private static Guid NewSecret() => new("dddddddd-0000-0000-0000-000000000000");

    private static void GreetAs(SessionHarness harness, Guid secret, params RoomState[] rooms)
    {
        harness.Session.Connected(harness.Now);
        harness.Receive(Welcome(harness.Sent<HelloFrame>().Id, "alice", rooms) with { Session = secret });
    }
}
