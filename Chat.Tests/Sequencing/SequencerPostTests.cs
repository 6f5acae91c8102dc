using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>What a turn makes of a post, and of what was prepared for it.</summary>
[TestFixture]
internal sealed class SequencerPostTests
{
    private TurnBench _bench = null!;
    private Guest _ann = null!;
    private Guest _ben = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new TurnBench();
        (_ann, _ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Join(_ben, "#a"));
    }

    [Test]
    public void Post_InOneGroup_CountsWithoutGapsAndTimeDoesNotGoBack()
    {
        _bench.Do(_bench.Post(_ann, "#a"), _bench.Post(_ben, "#a"));
        _bench.Now -= 5_000;

        var group = _bench.Do(_bench.Post(_ann, "#a"), _bench.Post(_ben, "#a"));

        var events = group.Appends.Single().Events;
        Assert.That(events.Select(e => e.Seq), Is.EqualTo(new[] { 3, 4 }));
        Assert.That(events.Select(e => e.Time), Is.All.EqualTo(1_000_000));
    }

    [Test]
    public void Post_OfAKeyInTheSameGroup_IsAnsweredWithTheFirstAndStoredOnce()
    {
        var key = _bench.NewId();

        var group = _bench.Do(_bench.Post(_ann, "#a", "one", key: key), _bench.Post(_ann, "#a", "two", key: key));

        Assert.That(group.EventCount, Is.EqualTo(1));
        Assert.That(TurnBench.AnswersTo(group, _ann).Cast<PostedFrame>().Select(posted => posted.Seq), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public void Post_OfAKeyThatWasStoredAfterItWasPrepared_IsKnownFromMemory()
    {
        var key = _bench.NewId();
        _bench.Do(_bench.Post(_ann, "#a", key: key));
        _bench.Do(_bench.Post(_ann, "#a"));

        var posted = _bench.Ask<PostedFrame>(_bench.Post(_ann, "#a", key: key));

        Assert.That((posted.Seq, posted.Time), Is.EqualTo((1L, 1_000_000L)));
    }

    [Test]
    public void Post_OfAKeyThatWasStoredLongAgo_IsAnsweredBeforeAnythingElseIsLookedAt()
    {
        var key = _bench.NewId();
        var room = _bench.Ask<JoinedFrame>(_bench.Join(_ann, "#b"));
        var stored = new KeyedEvent(new PostKey(new UserId(1), key), new LogId(room.Log), 17, 99);
        _bench.Do(_bench.Leave(_ann, "#b"));
        var command = _bench.Post(_ann, "#nowhere", key: key, log: _bench.NewId()) with
        {
            Prepared = new PreparedPost(stored, null),
            Fault = new ErrorFrame(1, ErrorCodes.TextTooLong, ""),
            Delay = 100,
        };

        var posted = _bench.Ask<PostedFrame>(command);

        Assert.That((posted.Seq, posted.Time, posted.Key, posted.Room), Is.EqualTo((17L, 99L, key, "#nowhere")));
    }

    [Test]
    public void Post_OfTheSameKeyByAnother_IsAnotherPost()
    {
        var key = _bench.NewId();
        _bench.Do(_bench.Post(_ann, "#a", key: key));

        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ben, "#a", key: key)).Seq, Is.EqualTo(2));
    }

    [TestCase("#none", ErrorCodes.NoSuchRoom)]
    [TestCase("#other", ErrorCodes.NotMember)]
    [TestCase("@none", ErrorCodes.NoSuchNick)]
    public void Post_WhereNobodyMay_IsRefused(string room, string code)
    {
        _bench.Do(_bench.Join(_ben, "#other"));

        Assert.That(_bench.Fail(_bench.Post(_ann, room)), Is.EqualTo(code));
    }

    [Test]
    public void Post_ForAnotherLog_IsRefused()
    {
        Assert.That(_bench.Fail(_bench.Post(_ann, "#a", log: _bench.NewId())), Is.EqualTo(ErrorCodes.LogChanged));
        Assert.That(_bench.Fail(_bench.Post(_ann, "@ben", log: _bench.NewId())), Is.EqualTo(ErrorCodes.LogChanged));
        Assert.That(_bench.Sequencer, Is.Not.Null);
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ann)).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#a" }));
    }

    [Test]
    public void Post_ToOneWhoBlocks_IsForbiddenUntilHeDoesNot()
    {
        _bench.Do(_bench.Block(_ben, "ann"));
        Assert.That(_bench.Fail(_bench.Post(_ann, "@ben")), Is.EqualTo(ErrorCodes.Forbidden));

        _bench.Do(_bench.Block(_ben, "ann", on: false));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "@ben")).Room, Is.EqualTo("@ben"));
    }

    [Test]
    public void Post_ToAGuestWhoHasGone_IsNoSuchNick()
    {
        _bench.Do(_bench.Post(_ann, "@ben"));
        _bench.Do(TurnBench.Exit(_ben));

        Assert.That(_bench.Fail(_bench.Post(_ann, "@ben")), Is.EqualTo(ErrorCodes.NoSuchNick));
    }

    [TestCase(EventKind.Edit)]
    [TestCase(EventKind.Delete)]
    public void Post_ThatRevisesWhatAnotherSaid_IsForbidden(object kind)
    {
        _bench.Do(_bench.Post(_ben, "#a"));

        Assert.That(_bench.Fail(_bench.Post(_ann, "#a", "x", (EventKind)kind, 1)), Is.EqualTo(ErrorCodes.Forbidden));
    }

    [TestCase(EventKind.Reaction)]
    [TestCase(EventKind.ReactionWithdrawn)]
    public void Post_OfAReactionToWhatAnotherSaid_IsTaken(object kind)
    {
        _bench.Do(_bench.Post(_ben, "#a"));

        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "#a", ":+1:", (EventKind)kind, 1)).Seq, Is.EqualTo(2));
    }

    [TestCase(EventKind.Edit)]
    [TestCase(EventKind.Delete)]
    [TestCase(EventKind.Reaction)]
    public void Post_AboutWhatIsNoMessage_IsNoSuchMessage(object kind)
    {
        _bench.Do(_bench.Post(_ann, "#a"), _bench.Post(_ann, "#a", "edited", EventKind.Edit, 1), _bench.Post(_ann, "#a", "topic", EventKind.Topic));
        _bench.Do(_bench.Post(_ann, "#a", "", EventKind.Delete, 1));

        foreach (var about in new[] { 1, 2, 3, 4, 5, long.MaxValue })
        {
            Assert.That(_bench.Fail(_bench.Post(_ann, "#a", "x", (EventKind)kind, about)), Is.EqualTo(ErrorCodes.NoSuchMessage), $"{about}");
        }
    }

    [Test]
    public void Post_AboutWhatWasDeletedSinceItWasPrepared_IsNoSuchMessage([Values] bool inOneGroup)
    {
        _bench.Do(_bench.Post(_ann, "#a"));
        var log = _bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")).Log;
        _bench.Floor = 1;
        var edit = _bench.Post(_ann, "#a", "late", EventKind.Edit, 1) with { Prepared = Of(new LogId(log), author: 1) };
        var delete = _bench.Post(_ann, "#a", "", EventKind.Delete, 1) with { Prepared = edit.Prepared };

        var group = inOneGroup ? _bench.Do(delete, edit) : null;
        if (group is null)
        {
            _bench.Do(delete);
            group = _bench.Do(edit);
        }

        Assert.That(((ErrorFrame)TurnBench.AnswersTo(group, _ann)[^1]).Code, Is.EqualTo(ErrorCodes.NoSuchMessage));
    }

    [Test]
    public void Post_AboutWhatIsLongPast_GoesByWhatWasPrepared()
    {
        _bench.Do(_bench.Post(_ann, "#a"), _bench.Post(_ben, "#a"));
        var log = new LogId(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")).Log);
        _bench.Floor = 1;
        var bare = _bench.Post(_ann, "#a", "x", EventKind.Edit, 1);

        Assert.That(_bench.Fail(bare), Is.EqualTo(ErrorCodes.NoSuchMessage), "Nothing was found, so there is nothing.");
        Assert.That(_bench.Fail(bare with { Prepared = Of(log, author: 2) }), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Fail(bare with { Prepared = Of(new LogId(_bench.NewId()), author: 1) }), Is.EqualTo(ErrorCodes.NoSuchMessage));
        Assert.That(_bench.Ask<PostedFrame>(bare with { Prepared = Of(log, author: 1) }).Seq, Is.EqualTo(3));
    }

    [Test]
    public void Post_ThatReplies_HasToReplyToSomething()
    {
        _bench.Do(_bench.Post(_ann, "#a"));

        Assert.That(_bench.Fail(_bench.Post(_ann, "#a", about: 2)), Is.EqualTo(ErrorCodes.NoSuchMessage));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(_ann, "#a", about: 1)).Seq, Is.EqualTo(2));
        Assert.That(_bench.Fail(_bench.Post(_ann, "@ben", about: 1)), Is.EqualTo(ErrorCodes.NoSuchMessage));
    }

    [Test]
    public void Post_OfATopic_IsWhatJoinersAreTold()
    {
        _bench.Do(_bench.Post(_ann, "#a", "of the day", EventKind.Topic));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ben, "#a")).Topic, Is.EqualTo("of the day"));

        _bench.Do(_bench.Post(_ben, "#a", "", EventKind.Topic));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ben, "#a")).Topic, Is.Null);
    }

    [Test]
    public void Post_OfManyShortOnes_KeepsNothingInMemoryThatEverybodyHasReadPast()
    {
        for (var group = 1; group <= 500; group++)
        {
            _bench.Do([.. Enumerable.Range(0, 20).Select(_ => _bench.Post(_ann, "#a"))]);
            _bench.Floor = group - 1;
        }

        _bench.Do();
        Assert.That(Support.StateDigest.Of(_bench.Sequencer), Has.Length.LessThan(20_000));
    }

    private static PreparedPost Of(LogId log, long author) => new(null, (log, new EventOrigin(new UserId(author), EventKind.Text)));
}
