using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>A sequencer that starts from what another one has told the store.</summary>
[TestFixture]
internal sealed class RestoringTests
{
    private RecordingLog _log = null!;
    private TurnBench _bench = null!;
    private int _starts;

    [SetUp]
    public void SetUp()
    {
        _starts = 1;
        _log = new RecordingLog();
        _bench = new TurnBench(log: _log);
    }

    [TearDown]
    public ValueTask CloseAsync() => _log.DisposeAsync();

    [Test]
    public void Restore_OfAnythingThatWasTold_IsWhatTheEarlierOneKnew()
    {
        var (ann, ben, eve) = (_bench.Enter("ann"), _bench.Enter("ben"), _bench.Enter("eve"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Join(ben, "#a"), _bench.Join(eve, "#a"), _bench.Post(ann, "#a"), _bench.Post(ben, "@ann"), _bench.Block(ben, "eve"));
        _bench.Do(_bench.Join(ann, "#empty"), _bench.Leave(ann, "@ben"), _bench.Post(ann, "@ann"), _bench.Rename(ben, "Benno"));
        _bench.Now += 50;
        _bench.Do(TurnBench.Exit(ann), TurnBench.Exit(ben), TurnBench.Exit(eve));
        var before = SystemDigest.Of(_bench.Sequencer);

        Restart();

        Assert.That(SystemDigest.Of(_bench.Sequencer), Is.EqualTo(before));
        Assert.That(before.Split('\n'), Has.Length.EqualTo(8));
        Assert.That(_bench.Sequencer.BatchOf(_bench.Decide()), Is.Null, "There is nothing to tell.");
    }

    [Test]
    public void Enter_WithASecretFromBefore_GoesOnAsTheSameGuest()
    {
        var (ann, ben, eve) = (_bench.Enter("ann"), _bench.Enter("ben"), _bench.Enter("eve"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Join(ann, "#left"), _bench.Join(eve, "#a"), _bench.Join(ben, "#left"));
        _bench.Do(_bench.Post(ann, "#a"), _bench.Post(ann, "#a", "of the day", EventKind.Topic), _bench.Post(ben, "@ann"), _bench.Post(ann, "@ann"), _bench.Post(eve, "@ann"));
        _bench.Do(_bench.Leave(ann, "#left"), _bench.Leave(ann, "@eve"), _bench.Block(ann, "eve"));
        var log = _bench.Ask<JoinedFrame>(_bench.Join(ann, "#a")).Log;

        Restart();
        var back = _bench.Enter("other", ann.Secret);

        Assert.That(back.Nick, Is.EqualTo("ann"));
        Assert.That(back.Welcome.Rooms.Select(room => (room.Room, room.Head)), Is.EqualTo(new[] { ("#a", 2L), ("@ann", 1L), ("@ben", 1L) }));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(back, "#a", 1, log)), Has.Property("Topic").EqualTo("of the day").And.Property("Head").EqualTo(2).And.Property("Members").EqualTo(1));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(back, "#a")).Seq, Is.EqualTo(3));
        Assert.That(_bench.Fail(_bench.Post(back, "#left")), Is.EqualTo(ErrorCodes.NotMember));
        eve = _bench.Enter("other", eve.Secret);
        Assert.That(_bench.Fail(_bench.Post(eve, "@ann")), Is.EqualTo(ErrorCodes.Forbidden));
        _bench.Do(_bench.Post(back, "@eve"));
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(back)).Rooms.Select(room => room.Room), Does.Contain("@eve"));
        AssertSame();
    }

    [Test]
    public void Post_AfterARestart_HasNoTimeBeforeTheNewestAndNobodyElsesNumber()
    {
        var (ann, _) = (_bench.Enter("ann"), _bench.Enter("silent"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Post(ann, "#a"));
        var time = _bench.Now;

        Restart();
        _bench.Now -= 500;
        var ben = _bench.Enter("ben");
        _bench.Do(_bench.Join(ben, "#a"));

        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(ben, "#a")).Time, Is.EqualTo(time));
        Assert.That(_log.State.Users.Keys.Select(id => id.Value), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(_log.State.Users[new UserId(2)].Nick, Is.EqualTo("ben"));
    }

    [Test]
    public void Enter_WithASecretFromBefore_AppendsDigitsWhenAnotherHasTheNick()
    {
        var ann = _bench.Enter("ann");
        _bench.Do(_bench.Post(ann, "@ann"));

        Restart();
        _bench.Enter("Ann");

        Assert.That(_bench.Enter("other", ann.Secret).Nick, Is.EqualTo("ann2"));
        Assert.That(_log.State.Users[new UserId(1)].Nick, Is.EqualTo("ann2"));
    }

    [Test]
    public void Restore_OfSessionsThatEndedWithTheServer_EndsThemOnceAndForAll()
    {
        var ann = _bench.Enter("ann");
        _bench.Do(_bench.Join(ann, "#a"), _bench.Post(ann, "#a"));

        Restart();
        _bench.Do();
        Assert.That(_log.State.Users[new UserId(1)].Secrets.Single().EndedAt, Is.EqualTo(_bench.Now));
        _bench.Now += UserDirectory.ResumeMilliseconds - 1;
        Restart();
        _bench.Now += 1;

        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), null, ann.Secret)), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(_log.State.Users[new UserId(1)].IsForgotten);
        Assert.That(_log.State.Rooms.Values.Single().Members, Is.Empty, "What was said there stays.");
        Assert.That(_bench.Ask<RoomListFrame>(_bench.Rooms(_bench.Enter("ben"))).Rooms.Single(), Is.EqualTo(new RoomListing("#a", null, 0, 1)));
        AssertSame();
    }

    [Test]
    public void Restore_OfAConversationWithSomebodyWhoIsForgotten_KeepsHisName()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Post(ann, "@ben"), _bench.Post(ann, "@ann"), _bench.Block(ben, "ann"), TurnBench.Exit(ann));
        _bench.Now += UserDirectory.ResumeMilliseconds;
        _bench.Do();

        Restart();
        var back = _bench.Enter(null, ben.Secret);

        Assert.That(back.Welcome.Rooms.Select(room => (room.Room, room.Head)), Is.EqualTo(new[] { ("@ann", 1L) }));
        Assert.That(_bench.Do(_bench.History(back, "@ann")).Outputs.Single().Details!.Grant!.Before, Is.EqualTo(2));
        Assert.That(_bench.Fail(_bench.Post(back, "@ann")), Is.EqualTo(ErrorCodes.NoSuchNick));
        AssertSame();

        _bench.Do(TurnBench.Exit(back));
        _bench.Now += UserDirectory.ResumeMilliseconds;
        _bench.Do();
        Restart();
        Assert.That(StateDigest.Of(_bench.Sequencer), Does.Not.Contain("DirectRoom(").And.Not.Contain("User("));
        Assert.That(_log.State.Rooms, Has.Count.EqualTo(2), "The store keeps them.");
    }

    [Test]
    public void Restore_OfWhatNobodyComesBackTo_TellsTheStore()
    {
        // A server that ended before it could tell its store.
        var (log, user) = (new LogId(Guid.NewGuid()), new UserId(7));
        Append(new RoomAdded(1, log, "#a"), new UserAdded(1, user, "ann"), new MemberAdded(1, log, user));

        Restart();
        _bench.Do();

        Assert.That(_log.Recorded.TakeLast(2), Is.EqualTo(new SystemEvent[] { new UserForgotten(_bench.Now, user), new RoomRemoved(_bench.Now, log) }));
        Assert.That(StateDigest.Of(_bench.Sequencer), Does.Not.Contain("User(").And.Not.Contain("ChatRoom("));
        AssertSame();
    }

    [TestCase("no room", "ann")]
    [TestCase("#A", "ann")]
    [TestCase("#b", "no nick")]
    public void Restore_OfNamesThatAreNone_Throws(string room, string nick)
    {
        var user = new UserId(1);
        Append(new RoomAdded(1, new LogId(Guid.NewGuid()), "#a"), new RoomAdded(1, new LogId(Guid.NewGuid()), room));
        Append(new UserAdded(1, user, nick), new SecretIssued(1, user, SecretHash.Of(Guid.NewGuid())));
        foreach (var log in _log.State.Rooms.Keys)
        {
            Append(new MemberAdded(1, log, user));
        }

        Assert.That(Restart, Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Undo_OfTurnsAfterARestart_LeavesNoTrace()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Post(ann, "#a"), _bench.Post(ann, "@ben"), _bench.Join(ann, "#b"), _bench.Join(ben, "#b"));
        Restart();
        var group = _bench.Sequencer.Begin(_bench.Now, 0);
        var before = StateDigest.Of(_bench.Sequencer);
        var (one, other) = (_bench.Connect(), _bench.Connect());
        foreach (var command in new Command[]
        {
            _bench.EnterOf(one, "ann"), _bench.EnterOf(other, null, ann.Secret), _bench.Post(other, "#b"), _bench.Block(other, "ann"), _bench.Leave(other, "#a"),
            _bench.Leave(other, "@ben"), TurnBench.Exit(other), _bench.EnterOf(_bench.Connect(), null, ben.Secret),
        })
        {
            _bench.Sequencer.Apply(command, group);
        }

        _bench.Sequencer.Undo(group);

        Assert.That(StateDigest.Of(_bench.Sequencer), Is.EqualTo(before));
    }

    /// <summary>The sequencer is gone without a word, and another one starts on the same store.</summary>
    private void Restart() => _bench = TurnBench.After(_bench, ++_starts);

    private void Append(params SystemEvent[] events) =>
        Assert.That(_log.AppendAsync(new LogBatch([], new SystemAppend(_log.Recorded.Count, events)), CancellationToken.None).AsTask().Result.Outcome,
            Is.EqualTo(AppendOutcome.Committed));

    private void AssertSame()
    {
        _bench.Do();
        Assert.That(SystemDigest.IsTold(_bench.Sequencer));
        Assert.That(SystemDigest.Of(_log.State), Is.EqualTo(SystemDigest.Of(_bench.Sequencer)));
    }
}
