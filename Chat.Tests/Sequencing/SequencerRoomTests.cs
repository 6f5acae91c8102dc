using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Rooms;
using Chat.Server.Sequencing;
using Chat.Server.Users;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Joining, leaving, and how many of what there may be.</summary>
[TestFixture]
internal sealed class SequencerRoomTests
{
    private static readonly int MaxRoomsPerUser = new AccessRules().RoomsPerUser;

    private TurnBench _bench = null!;
    private Guest _ann = null!;
    private Guest _ben = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new TurnBench();
        (_ann, _ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
    }

    [Test]
    public void Join_UnderAnotherSpelling_IsTheSameRoomUnderItsFirstName()
    {
        var created = _bench.Ask<JoinedFrame>(_bench.Join(_ann, "#Lobby"));
        var joined = _bench.Ask<JoinedFrame>(_bench.Join(_ben, "#ＬＯＢＢＹ"));

        Assert.That((joined.Room, joined.Log, joined.Members), Is.EqualTo(("#Lobby", created.Log, 2)));
    }

    [Test]
    public void Join_BeyondTheHead_IsBadField()
    {
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Post(_ann, "#a"));

        Assert.That(_bench.Ask<ErrorFrame>(_bench.Join(_ben, "#a", 2)).Field, Is.EqualTo("after"));
        Assert.That(_bench.Ask<ErrorFrame>(_bench.Join(_ben, "#new", 1)).Field, Is.EqualTo("after"));
        Assert.That(_bench.Ask<RoomListFrame>(_bench.Rooms(_ben)).Rooms, Has.Count.EqualTo(1), "A Join that fails creates nothing.");
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ben, "#a", 1)).Head, Is.EqualTo(1));
    }

    [Test]
    public void Leave_OfTheLast_ForgetsARoomInWhichNothingWasSaid()
    {
        var first = _bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")).Log;
        _bench.Do(_bench.Leave(_ann, "#a"));
        var second = _bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")).Log;
        _bench.Do(_bench.Post(_ann, "#a"), _bench.Leave(_ann, "#a"));
        var third = _bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")).Log;

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(third, Is.EqualTo(second));
    }

    [Test]
    public void Join_OfMoreRoomsThanOneMayBeIn_IsForbiddenUntilHeLeavesOne()
    {
        for (var i = 0; i < MaxRoomsPerUser; i++)
        {
            _bench.Do(_bench.Join(_ann, $"#r{i}"));
        }

        _bench.Do(_bench.Join(_ben, "#other"));
        Assert.That(_bench.Fail(_bench.Join(_ann, "#new")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Fail(_bench.Join(_ann, "#other")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "@ben")).Room, Is.EqualTo("@ben"), "Conversations are counted apart.");
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#r5")).Room, Is.EqualTo("#r5"));
        _bench.Do(_bench.Leave(_ann, "#r5"));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#other")).Members, Is.EqualTo(2));
    }

    [Test]
    public void Post_ToMorePartnersThanOneMayTalkTo_IsForbiddenUntilHeLeavesOne()
    {
        var bench = new TurnBench(access: new AccessRules { RoomsPerUser = 3 });
        var talker = bench.Enter("talker");
        for (var i = 0; i < 4; i++)
        {
            bench.Enter($"user{i}");
        }

        bench.Do(bench.Post(talker, "@user0"), bench.Post(talker, "@user1"), bench.Join(talker, "@user2"));

        Assert.That(bench.Fail(bench.Post(talker, "@user3")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(bench.Fail(bench.Join(talker, "@user3")), Is.EqualTo(ErrorCodes.Forbidden));
        bench.Do(bench.Leave(talker, "@user1"));
        Assert.That(bench.Ask<PostedFrame>(bench.Post(talker, "@user3")).Seq, Is.EqualTo(1));
    }

    [Test]
    public void Post_OfManyStrangersToOne_TakesNothingFromHim()
    {
        var bench = new TurnBench(access: new AccessRules { RoomsPerUser = 3 });
        var victim = bench.Enter("victim");
        for (var i = 0; i < 10; i++)
        {
            Assert.That(bench.Ask<PostedFrame>(bench.Post(bench.Enter($"stranger{i}"), "@victim")).Seq, Is.EqualTo(1));
        }

        Assert.That(bench.Ask<JoinedFrame>(bench.Join(victim, "#a")).Members, Is.EqualTo(1));
        Assert.That(bench.Ask<PostedFrame>(bench.Post(victim, "@stranger3")).Seq, Is.EqualTo(2));
    }

    [Test]
    public void Conversation_InWhichNothingWasSaid_GoesWithItsGuest()
    {
        _bench.Do(_bench.Join(_ben, "@ann"), _bench.Post(_bench.Enter("cy"), "@ann"));
        _bench.Do(TurnBench.Exit(_ben));

        _bench.Now += UserDirectory.ResumeMilliseconds;

        Assert.That(_bench.Fail(_bench.Join(_ann, "@ben")), Is.EqualTo(ErrorCodes.NoSuchNick));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "@cy")).Head, Is.EqualTo(1));
    }

    [Test]
    public void Join_OfMoreRoomsThanTheServerHolds_IsForbiddenForNewOnesOnly()
    {
        for (var i = 0; i < RoomDirectory.MaxRooms; i++)
        {
            if (i % MaxRoomsPerUser == 0)
            {
                _ben = _bench.Enter($"user{i}");
            }

            _bench.Do(_bench.Join(_ben, $"#r{i}"));
        }

        Assert.That(_bench.Fail(_bench.Join(_ann, "#new")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "@ann")).Seq, Is.EqualTo(1), "Rooms leave conversations their place.");
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#r7")).Members, Is.EqualTo(2));
        _bench.Do(TurnBench.Exit(_ben));
        Assert.That(_bench.Fail(_bench.Join(_ann, "#new")), Is.EqualTo(ErrorCodes.Forbidden), "Its guest may come back to it.");
        _bench.Now += UserDirectory.ResumeMilliseconds;
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#new")).Members, Is.EqualTo(1));
    }

    [Test]
    public void Block_OfMoreThanOneMay_IsForbidden()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var other = _bench.Enter($"user{i}");
            _bench.Do(_bench.Block(_ann, $"user{i}"));
        }

        Assert.That(_bench.Fail(_bench.Block(_ann, "ben")), Is.EqualTo(ErrorCodes.Forbidden));
        _bench.Do(_bench.Block(_ann, "user3", on: false));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Block(_ann, "ben")), Is.Not.Null);
    }

    [Test]
    public void Leave_OfAConversation_HidesItUntilSomethingIsSaid()
    {
        _bench.Do(_bench.Post(_ann, "@ben"));
        _bench.Do(_bench.Leave(_ben, "@ann"));
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ben)).Rooms, Is.Empty);
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ann)).Rooms, Has.Count.EqualTo(1));

        _bench.Do(_bench.Post(_ann, "@ben"));

        var listed = _bench.Ask<MineListFrame>(_bench.Mine(_ben)).Rooms.Single();
        Assert.That((listed.Room, listed.Head), Is.EqualTo(("@ann", 2L)));
    }

    [Test]
    public void Join_OfAConversationInWhichNothingWasSaid_IsNotListedForTheOther()
    {
        _bench.Do(_bench.Join(_ann, "@ben"));

        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ann)).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "@ben" }));
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ben)).Rooms, Is.Empty);
        _bench.Do(_bench.Post(_ann, "@ben"));
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ben)).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "@ann" }));
    }

    [Test]
    public void Nick_OfSomebody_RenamesHisConversationsForTheOtherAfterWhatWasSaidBefore()
    {
        _bench.Do(_bench.Post(_ann, "@ben"));

        var group = _bench.Do(_bench.Post(_ann, "@ben", "under the old name"), _bench.Rename(_ann, "aida"), _bench.Post(_ann, "@ben", "under the new one"));

        var outputs = group.Outputs.Where(output => output.Kind is InstructionKind.Events or InstructionKind.Rename && output.Feed.Viewer.Value == 2).ToArray();
        Assert.That(outputs.Select(output => (output.Kind, output.Details!.Name)), Is.EqualTo(new[]
        {
            (InstructionKind.Events, "@ann"), (InstructionKind.Rename, "@aida"), (InstructionKind.Events, "@aida"),
        }));
    }

    [Test]
    public void Presence_InARoomOfMoreThan256_IsNotTold()
    {
        var many = Enumerable.Range(0, ChatRoom.MaxAnnounced - 1).Select(i => _bench.Enter($"u{i}")).ToArray();
        _bench.Do([.. many.Select(one => _bench.Join(one, "#a"))]);

        Assert.That(Told(_bench.Do(_bench.Join(_ann, "#a"))), Is.EqualTo(1));
        Assert.That(Told(_bench.Do(_bench.Join(_ben, "#a"))), Is.Zero);
        Assert.That(Told(_bench.Do(_bench.Away(_ben, "gone"))), Is.Zero);
        Assert.That(Told(_bench.Do(TurnBench.Type(_ann, "#a"))), Is.Zero);
        Assert.That(Told(_bench.Do(_bench.Leave(_ben, "#a"))), Is.EqualTo(1));
        Assert.That(Told(_bench.Do(_bench.Away(_ann, "gone"))), Is.EqualTo(ChatRoom.MaxAnnounced - 1));
    }

    /// <summary>Everything goes to the block that it was said in, or comes before what is told beside.</summary>
    [Test]
    public void Leave_AfterSomethingWasSaid_ComesAfterItAndBeforeWhatIsSaidNext()
    {
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Join(_ben, "#a"));

        var group = _bench.Do(_bench.Post(_ann, "#a", "before"), _bench.Leave(_ben, "#a"), _bench.Post(_ann, "#a", "after"));

        var kinds = group.Outputs.Where(output => output.Kind != InstructionKind.Answer || output.Subscriber == _ben.From).Select(output => output.Kind);
        Assert.That(kinds, Is.EqualTo(new[]
        {
            InstructionKind.Events, InstructionKind.Unsubscribe, InstructionKind.RoomPresence, InstructionKind.Answer, InstructionKind.Events,
        }));
    }

    private static int Told(Group group) => group.Outputs.Count(output => output.Kind is InstructionKind.RoomPresence or InstructionKind.Presence or InstructionKind.Typing);
}
