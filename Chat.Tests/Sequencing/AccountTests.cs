using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Users who are known by the keys of their devices.</summary>
[TestFixture]
internal sealed class AccountTests
{
    private TurnBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new TurnBench();

    [Test]
    public void Enter_WithANewDeviceAndAFreeNick_OwnsTheNickFromThenOn()
    {
        var ann = _bench.Enter("ann", 1);
        _bench.Do(TurnBench.Exit(ann));

        Assert.That((ann.Nick, ann.Welcome.Registered), Is.EqualTo(("ann", true)));
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), "ann")), Is.EqualTo(ErrorCodes.NickInUse), "not a guest");
        Assert.That(_bench.FailToEnter("ANN", 2), Is.EqualTo(ErrorCodes.NickInUse), "not another device");
    }

    [Test]
    public void Enter_WithAKnownDevice_IsItsUserWhateverTheNick()
    {
        _bench.Enter("ann", 1);

        Assert.That(_bench.Enter("ben", 1).Nick, Is.EqualTo("ann"));
        Assert.That(_bench.Enter(null, 1).Nick, Is.EqualTo("ann"), "nor does it take one");
        Assert.That(_bench.Enter("ben").Welcome.Registered, Is.False, "The nick that was given is free.");
    }

    [Test]
    public void Enter_WithANewDeviceAndNoNick_IsBadNick() => Assert.That(_bench.FailToEnter(null, 1), Is.EqualTo(ErrorCodes.BadNick));

    [TestCase("aIice")]
    [TestCase("ALICE")]
    [TestCase("аlice")]
    public void Enter_UnderANickThatLooksLikeOneThatIsOwned_IsInUse(string lookalike)
    {
        _bench.Do(TurnBench.Exit(_bench.Enter("alice", 1)));

        Assert.That(_bench.FailToEnter(lookalike, 2), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), lookalike)), Is.EqualTo(ErrorCodes.NickInUse));
    }

    [Test]
    public void Enter_OfTwoDevicesForOneNickAtOnce_LetsTheFirstHaveIt()
    {
        var (one, other) = (_bench.EnterOf(_bench.Connect(), "ann", TurnBench.DeviceOf(1)), _bench.EnterOf(_bench.Connect(), "Ann", TurnBench.DeviceOf(2)));

        var group = _bench.Do(one, other);

        Assert.That(TurnBench.AnswersTo(group, one.From).Single(), Is.InstanceOf<WelcomeFrame>());
        Assert.That(((ErrorFrame)TurnBench.AnswersTo(group, other.From).Single()).Code, Is.EqualTo(ErrorCodes.NickInUse));
    }

    [Test]
    public void Enter_WithTheSecretOfARegisteredUser_BringsNobodyBack()
    {
        var ann = _bench.Enter("ann", 1);

        Assert.That(_bench.Enter("eve", ann.Secret).Nick, Is.EqualTo("eve"));
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), "ann", ann.Secret)), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That(_bench.Ask<WelcomeFrame>(_bench.EnterOf(_bench.Connect(), "zoe", TurnBench.DeviceOf(2)) with { Resume = ann.Secret }).Nick, Is.EqualTo("zoe"));
    }

    [Test]
    public void Enter_WhenTheStoreRefuses_HasRegisteredNobody()
    {
        var before = StateDigest.Of(_bench.Sequencer);
        var enter = _bench.EnterOf(_bench.Connect(), "ann", TurnBench.DeviceOf(1));
        var group = _bench.Decide(enter);
        Assert.That(group.IsPromised, Is.True);

        _bench.Sequencer.Undo(group);
        var again = _bench.Decide();
        _bench.Sequencer.Fail(enter, ErrorCodes.StorageFull, again);

        Assert.That(StateDigest.Of(_bench.Sequencer), Is.EqualTo(before));
        Assert.That(((ErrorFrame)TurnBench.AnswersTo(again, enter.From).Single()).Code, Is.EqualTo(ErrorCodes.StorageFull));
        again.Continuations.ForEach(static continuation => continuation());
        Assert.That(enter.Entered.Task.Result, Is.Null);
    }

    [Test]
    public void Exit_OfARegisteredUser_LeavesHimInHisRooms()
    {
        var (ann, ben) = (_bench.Enter("ann", 1), _bench.Enter("ben"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Join(ben, "#a"));

        var exit = _bench.Do(TurnBench.Exit(ann));
        var told = exit.Outputs.Where(output => ReferenceEquals(output.Subscriber, ben.From)).Select(output => output.Frame).OfType<PresenceFrame>().Single();

        Assert.That((told.Room, told.Nick, told.Status), Is.EqualTo((default(string), "ann", UserStatus.Offline)));
        var members = _bench.Ask<MemberListFrame>(_bench.Members(ben, "#a")).Members;
        Assert.That(members.Select(static member => (member.Nick, member.Status)), Is.EqualTo(new[] { ("ann", UserStatus.Offline), ("ben", UserStatus.Online) }));
        Assert.That(_bench.Enter(null, 1).Welcome.Rooms.Select(static room => room.Room), Is.EqualTo(new[] { "#a" }));
    }

    [Test]
    public void Exit_OfOneOfTwoSessions_KeepsTheUserOnline()
    {
        var (one, ben) = (_bench.Enter("ann", 1), _bench.Enter("ben"));
        _bench.Enter("ann", 1);
        _bench.Do(_bench.Join(one, "#a"), _bench.Join(ben, "#a"), TurnBench.Exit(one));

        Assert.That(_bench.Ask<UserFrame>(_bench.Whois(ben, "ann")).Status, Is.EqualTo(UserStatus.Online));
    }

    [Test]
    public void Post_ToARegisteredUserWhoIsNotHere_WaitsForHim()
    {
        _bench.Do(TurnBench.Exit(_bench.Enter("ann", 1)));
        var ben = _bench.Enter("ben");

        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(ben, "@ann")).Room, Is.EqualTo("@ann"));
        Assert.That(_bench.Enter(null, 1).Welcome.Rooms.Select(static room => (room.Room, room.Head)), Is.EqualTo(new[] { ("@ben", 1L) }));
    }

    [Test]
    public void Whois_OfARegisteredUser_TellsWhenHeWasHere()
    {
        var ann = _bench.Enter("ann", 1);
        var ben = _bench.Enter("ben");
        var here = _bench.Ask<UserFrame>(_bench.Whois(ben, "ann"));
        var left = _bench.Now += 500;
        _bench.Do(TurnBench.Exit(ann));
        _bench.Now += 500;
        var gone = _bench.Ask<UserFrame>(_bench.Whois(ben, "ann"));

        Assert.That((here.Registered, here.Status, here.OnlineSince), Is.EqualTo((true, UserStatus.Online, (long?)1_000_000)));
        Assert.That((gone.Registered, gone.Status, gone.OnlineSince, gone.SeenAt), Is.EqualTo((true, UserStatus.Offline, (long?)null, (long?)left)));
    }

    [Test]
    public void Nick_OfARegisteredUser_KeepsTheOneBefore()
    {
        var (ann, ben) = (_bench.Enter("ann", 1), _bench.Enter("ben"));
        _bench.Do(_bench.Rename(ann, "anna"));

        Assert.That(_bench.Fail(_bench.Rename(ben, "ann")), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That(_bench.FailToEnter("ann", 2), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(ben, "@ann")).Room, Is.EqualTo("@anna"), "It still leads to him.");
        Assert.That(_bench.Ask<DoneFrame>(_bench.Rename(ann, "Ann")), Is.Not.Null, "He may go back.");
        Assert.That(_bench.FailToEnter("anna", 2), Is.EqualTo(ErrorCodes.NickInUse));
    }

    [Test]
    public void Nick_OfARegisteredUser_IsBoundedInNumber()
    {
        var ann = _bench.Enter("ann", 1);
        for (var i = 0; i < Account.MaxFormerNicks; i++)
        {
            Assert.That(_bench.Ask<DoneFrame>(_bench.Rename(ann, $"nick{i}")), Is.Not.Null);
        }

        Assert.That(_bench.Fail(_bench.Rename(ann, "another")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Rename(ann, "NICK3")), Is.Not.Null, "One of his own adds none.");
    }

    [Test]
    public async Task Restore_OfRegisteredUsers_IsWhatTheEarlierOneKnew()
    {
        await using var log = new RecordingLog();
        _bench = new TurnBench(log: log);
        var (ann, ben) = (_bench.Enter("ann", 1), _bench.Enter("ben", 2));
        _bench.Enter("ann", 3, _bench.Ask<LinkCodeFrame>(_bench.Link(ann)).Code);
        var code = _bench.CodeFor(CodePurpose.Operator);
        _bench.Do(_bench.Join(ann, "#a"), _bench.Rename(ann, "anna"), _bench.Post(ben, "@anna"), _bench.Block(ben, "anna"), TurnBench.Exit(ann));
        var before = SystemDigest.Of(_bench.Sequencer);

        _bench = TurnBench.After(_bench, 2);

        Assert.That(SystemDigest.Of(_bench.Sequencer), Is.EqualTo(before));
        Assert.That(_bench.FailToEnter("ann", 9), Is.EqualTo(ErrorCodes.NickInUse));
        var back = _bench.Enter(null, 3, code);
        Assert.That(back.Welcome.Rooms.Select(static room => room.Room), Is.EqualTo(new[] { "#a", "@ben" }));
        Assert.That(_bench.Order(new Chat.Server.Sequencing.Commands.OperatorsCommand()).Value!.Operators.Single().Nick, Is.EqualTo("anna"));
    }
}
