using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>How far somebody has read, as the turn knows it.</summary>
[TestFixture]
internal sealed class ReadMarkTests
{
    private RecordingLog _log = null!;
    private TurnBench _bench = null!;
    private Guest _ann = null!;
    private Guest _ben = null!;

    [SetUp]
    public void SetUp()
    {
        _log = new RecordingLog();
        _bench = new TurnBench(log: _log);
        (_ann, _ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Join(_ben, "#a"), _bench.Post(_ann, "#a"), _bench.Post(_ann, "#a"), _bench.Post(_ann, "#a"), _bench.Post(_ann, "@ben"));
    }

    [TearDown]
    public ValueTask CloseAsync() => _log.DisposeAsync();

    [Test]
    public void Read_OfAnEvent_IsToldByMineJoinedAndWelcome()
    {
        _bench.Ask<DoneFrame>(_bench.Read(_ben, "#a", 2));
        _bench.Ask<DoneFrame>(_bench.Read(_ben, "@ann", 1));

        var expected = new[] { ("#a", 3L, 2L), ("@ann", 1L, 1L) };
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ben)).Rooms.Select(room => (room.Room, room.Head, room.Read)), Is.EqualTo(expected));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ben, "#a")).Read, Is.EqualTo(2));
        Assert.That(_bench.Enter(null, _ben.Secret).Welcome.Rooms.Select(room => (room.Room, room.Head, room.Read)), Is.EqualTo(expected));
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ann)).Rooms.Select(room => room.Read), Has.All.EqualTo(0), "Whoever has never read has read nothing, not even his own.");
    }

    [Test]
    public void Read_OfWhatIsReadAlready_ChangesNothing([Values(0, 1, 2)] long seq)
    {
        _bench.Do(_bench.Read(_ben, "#a", 2));
        _bench.Keep();

        var group = _bench.Do(_bench.Read(_ben, "#a", seq));

        Assert.That(group.Outputs.Single().Frame, Is.InstanceOf<DoneFrame>());
        Assert.That(MarkOf(_ben, "#a"), Is.EqualTo(2));
        Assert.That(_bench.Keep()!.IsEmpty);
    }

    [Test]
    public void Read_BeyondTheHead_IsBadField()
    {
        Assert.That(_bench.Ask<ErrorFrame>(_bench.Read(_ben, "#a", 4)), Has.Property("Code").EqualTo(ErrorCodes.BadField).And.Property("Field").EqualTo("seq"));
        Assert.That(MarkOf(_ben, "#a"), Is.Zero);
    }

    [Test]
    public void Read_OfARoomThatOneIsNotIn_IsRefused()
    {
        var eve = _bench.Enter("eve");

        Assert.That(_bench.Fail(_bench.Read(eve, "#a", 1)), Is.EqualTo(ErrorCodes.NotMember));
        Assert.That(_bench.Fail(_bench.Read(eve, "#nowhere", 0)), Is.EqualTo(ErrorCodes.NoSuchRoom));
        Assert.That(_bench.Fail(_bench.Read(eve, "@ann", 0)), Is.EqualTo(ErrorCodes.NoSuchNick));
    }

    [Test]
    public void Read_OfAUserWithSeveralSessions_IsToldToTheOthers()
    {
        var (eve, other, third) = (_bench.Enter("eve", 1), _bench.Enter(null, 1), _bench.Enter(null, 1));
        _bench.Do(_bench.Post(_ben, "@eve"));

        var group = _bench.Do(_bench.Read(eve, "@ben", 1), _bench.Read(eve, "@ben", 1));

        var notices = group.Outputs.Where(output => output.Kind == InstructionKind.Notice).ToArray();
        Assert.That(notices.Select(notice => notice.Subscriber), Is.EquivalentTo(new[] { other.From, third.From }));
        Assert.That(notices.Select(notice => notice.Frame), Has.All.EqualTo(new ReadMarkFrame("@ben", 1)));
        Assert.That(third.Welcome.Rooms, Is.Empty);
        Assert.That(_bench.Enter(null, 1).Welcome.Rooms.Single().Read, Is.EqualTo(1));
    }

    [Test]
    public void Leave_OfARoom_ForgetsWhatWasRead()
    {
        _bench.Do(_bench.Read(_ann, "#a", 2), _bench.Post(_ben, "#a", "@ann"));
        _bench.Keep();

        _bench.Do(_bench.Leave(_ann, "#a"));
        AssertSame();
        var joined = _bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a"));

        Assert.That((joined.Read, joined.Mentions), Is.EqualTo((0, 0)));
        Assert.That(Text(_log), Does.Not.Contain("user 1"));
    }

    [Test]
    public void Leave_OfAConversation_KeepsWhatWasRead()
    {
        _bench.Do(_bench.Read(_ben, "@ann", 1), _bench.Leave(_ben, "@ann"), _bench.Post(_ann, "@ben", "@ben?"));

        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ben, "@ann")), Has.Property("Read").EqualTo(1).And.Property("Mentions").EqualTo(1));
    }

    [Test]
    public void Enter_OfAGuestWhoComesBack_HasHisMarks([Values] bool isStored)
    {
        var reader = isStored ? _ann : _ben;
        _bench.Do(_bench.Post(isStored ? _ben : _ann, "#a", "@ann @ben"), _bench.Read(reader, "#a", 2), TurnBench.Exit(reader));

        var back = _bench.Enter(null, reader.Secret);

        Assert.That(back.Welcome.Rooms.Single(room => room.Room == "#a"), Has.Property("Read").EqualTo(2).And.Property("Mentions").EqualTo(1));
    }

    [Test]
    public void Keep_OfSomebodyOfWhomNothingIsKept_ComesWithHisFirstPost()
    {
        var dan = _bench.Enter("dan");
        _bench.Do(_bench.Join(dan, "#a"), _bench.Read(dan, "#a", 1), _bench.Post(_ben, "#a", "@dan"));
        Assert.That(_bench.Keep()!.IsEmpty);
        Assert.That(Text(_log), Is.Empty);

        _bench.Do(_bench.Post(dan, "#a"));

        Assert.That(_bench.Keep()!.Reads.Single().Seq, Is.EqualTo(1));
        AssertSame();
        Assert.That(Text(_log).Split('\n'), Has.Length.EqualTo(2));
    }

    [Test]
    public void Keep_WhenSomethingElseIsNotStoredYet_Waits()
    {
        _bench.Do(_bench.Read(_ann, "#a", 1));
        var group = _bench.Decide(_bench.Join(_ann, "#new"));
        _bench.Sequencer.Carry(group);

        var taken = new TaskCompletionSource<KeptMarks?>();
        var take = _bench.Decide(new Chat.Server.Sequencing.Commands.TakeMarksCommand(taken));
        _bench.Sequencer.Carry(take);
        take.Continuations.ForEach(continuation => continuation());

        Assert.That(taken.Task.Result, Is.Null);
        Assert.That(_bench.Keep()!.Reads, Has.Count.EqualTo(1), "The commit has taken the rest along.");
    }

    [Test]
    public void Keep_OfADeviceThatWasHere_IsKnownAfterARestart()
    {
        var eve = _bench.Enter("eve", 1);
        _bench.Do(_bench.Join(eve, "#a"), _bench.Read(eve, "#a", 2));
        _bench.Now += 500;
        _bench.Do(TurnBench.Exit(eve));
        var left = _bench.Now;
        Assert.That(_bench.Keep()!.Sightings, Is.EqualTo(new[] { new DeviceSighting(TurnBench.DeviceOf(1), left) }));

        _bench = TurnBench.After(_bench, 2);
        _bench.Now += 500;

        Assert.That(_bench.Ask<UserFrame>(_bench.Whois(_bench.Enter("dan"), "eve")).SeenAt, Is.EqualTo(left));
        Assert.That(_bench.Enter(null, 1).Welcome.Rooms.Single().Read, Is.EqualTo(2));
        Assert.That(_bench.Keep()!.Sightings.Single().Time, Is.EqualTo(left + 500));
    }

    [Test]
    public void Restore_AfterMarksWereKept_KnowsThem()
    {
        _bench.Do(_bench.Post(_ben, "#a", "@ann"), _bench.Post(_ben, "#a", "@ann again"), _bench.Read(_ann, "#a", 4), _bench.Read(_ben, "@ann", 1));
        _bench.Keep();
        _bench.Do(_bench.Read(_ann, "#a", 5));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")).Mentions, Is.Zero);

        var after = TurnBench.After(_bench, 2);

        var (ann, ben) = (after.Enter(null, _ann.Secret), after.Enter(null, _ben.Secret));
        Assert.That(ann.Welcome.Rooms[0], Has.Property("Read").EqualTo(4).And.Property("Mentions").EqualTo(1), "A crash loses the newest mark, never a mention.");
        Assert.That(ben.Welcome.Rooms[1].Read, Is.EqualTo(1));
    }

    [Test]
    public async Task Restore_OfMarksThatFitNobody_PassesThemOver()
    {
        _bench.Do(_bench.Read(_ann, "#a", 3));
        _bench.Keep();
        var state = await _log.ReadStateAsync(CancellationToken.None);
        var room = state.System.Rooms.Values.Single(stored => stored.Name == "#a").Log;
        var (ann, eve) = (new UserId(1), new UserId(77));
        state = state with
        {
            Marks = new KeptMarks([new ReadMark(ann, room, 9), new ReadMark(eve, room, 1), new ReadMark(ann, new LogId(Guid.NewGuid()), 1)], []),
            Mentions = [new Mention(room, 9, ann), new Mention(room, 0, ann), new Mention(room, 1, eve), new Mention(new LogId(Guid.NewGuid()), 1, ann)],
        };

        var after = new TurnBench(2, _log);
        after.Sequencer.Restore(state, (await _log.OpenAsync(CancellationToken.None)).SystemHead, after.Now);

        Assert.That(MarkDigest.Of(after.Sequencer), Is.Empty);
    }

    [Test]
    public void Forget_OfAGuest_TakesHisMarks()
    {
        _bench.Do(_bench.Read(_ann, "#a", 1), _bench.Post(_ben, "#a", "@ann"), _bench.Post(_ben, "@ann", "@ann"), _bench.Read(_ben, "#a", 4));
        _bench.Keep();
        _bench.Do(TurnBench.Exit(_ann));

        _bench.Now += UserDirectory.ResumeMilliseconds;
        _bench.Do();

        AssertSame();
        Assert.That(StateDigest.Of(_bench.Sequencer).Split('\n').Where(line => line.StartsWith("room", StringComparison.Ordinal)), Has.All.Not.Contains("UserId(Value=1)"));
    }

    private long MarkOf(Guest reader, string room) => _bench.Ask<MineListFrame>(_bench.Mine(reader)).Rooms.Single(mine => mine.Room == room).Read;

    private void AssertSame() => Assert.That(Text(_log), Is.EqualTo(MarkDigest.Of(_bench.Sequencer)));

    private static string Text(RecordingLog log) => MarkDigest.Of(log.ReadStateAsync(CancellationToken.None).AsTask().Result);
}
