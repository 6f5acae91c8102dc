using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Rooms;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>What speaks to somebody who has not read it.</summary>
[TestFixture]
internal sealed class MentionTests
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
        (_ann, _ben) = (_bench.Enter("Ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Join(_ben, "#a"), _bench.Post(_ann, "#a", "first"));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        _bench.Keep();
        Assert.That(MarkDigest.Of(await _log.ReadStateAsync(CancellationToken.None)), Is.EqualTo(MarkDigest.Of(_bench.Sequencer)), "The store has been told.");
        await _log.DisposeAsync();
    }

    [TestCase("@ann, are you there?", EventKind.Text, 1)]
    [TestCase("waves at @ＡＮＮ", EventKind.Action, 1)]
    [TestCase("(@ann)", EventKind.Notice, 1)]
    [TestCase("@ann @Ann @ANN", EventKind.Text, 1)]
    [TestCase("ann", EventKind.Text, 0)]
    [TestCase("@anna", EventKind.Text, 0)]
    [TestCase("me@ann", EventKind.Text, 0)]
    [TestCase("@", EventKind.Text, 0)]
    public void Post_WithANick_SpeaksToWhoeverHasIt(string text, EventKind kind, int expected)
    {
        _bench.Do(_bench.Post(_ben, "#a", text, kind));

        Assert.That(MentionsOf(_ann), Is.EqualTo(expected));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_ann, "#a")).Mentions, Is.EqualTo(expected));
        Assert.That(MentionsOf(_ben), Is.Zero);
    }

    [Test]
    public void Post_WithOnesOwnNick_SpeaksToNobody()
    {
        _bench.Do(_bench.Post(_ann, "#a", "I am @ann"), _bench.Post(_ann, "@ann", "@ann"));

        Assert.That(MentionsOf(_ann), Is.Zero);
        Assert.That(MentionsOf(_ann, "@Ann"), Is.Zero);
    }

    [Test]
    public void Post_WithTheNickOfSomebodyElsewhere_SpeaksToNobody()
    {
        var eve = _bench.Enter("eve");
        _bench.Do(_bench.Post(_ben, "#a", "@eve @nobody"), _bench.Post(_ben, "@Ann", "@eve @ann"));

        _bench.Do(_bench.Join(eve, "#a"));

        Assert.That(MentionsOf(eve), Is.Zero);
        Assert.That(MentionsOf(_ann, "@ben"), Is.EqualTo(1));
    }

    [Test]
    public void Post_WithAFormerNick_SpeaksToWhoeverHasItNow()
    {
        _bench.Do(_bench.Rename(_ann, "anna"), _bench.Post(_ben, "#a", "@ann"));
        Assert.That(MentionsOf(_ann), Is.Zero);

        _bench.Do(_bench.Rename(_ben, "ann"), _bench.Post(_ann, "#a", "@ann"));
        Assert.That(MentionsOf(_ben), Is.EqualTo(1));
    }

    [Test]
    public void Read_UpToAMention_TakesThoseUpToIt()
    {
        _bench.Do(_bench.Post(_ben, "#a", "@ann 2"), _bench.Post(_ben, "#a", "3"), _bench.Post(_ben, "#a", "@ann 4"));
        Assert.That(MentionsOf(_ann), Is.EqualTo(2));

        _bench.Do(_bench.Read(_ann, "#a", 3));
        Assert.That(MentionsOf(_ann), Is.EqualTo(1));

        _bench.Do(_bench.Read(_ann, "#a", 4));
        Assert.That(MentionsOf(_ann), Is.Zero);
    }

    [Test]
    public void Post_OfAnEdit_SpeaksToWhomTheMessageSpeaksThen()
    {
        var eve = _bench.Enter("eve");
        _bench.Do(_bench.Join(eve, "#a"), _bench.Post(_ben, "#a", "@ann"));

        _bench.Do(_bench.Post(_ben, "#a", "@eve", EventKind.Edit, 2));
        Assert.That((MentionsOf(_ann), MentionsOf(eve)), Is.EqualTo((0, 1)));

        _bench.Do(_bench.Post(_ben, "#a", "@ann @eve", EventKind.Edit, 2));
        Assert.That((MentionsOf(_ann), MentionsOf(eve)), Is.EqualTo((1, 1)));

        _bench.Do(_bench.Read(_ann, "#a", 2), _bench.Post(_ben, "#a", "hey @ann @eve", EventKind.Edit, 2));
        Assert.That((MentionsOf(_ann), MentionsOf(eve)), Is.EqualTo((0, 1)), "What is read speaks to nobody again.");

        _bench.Do(_bench.Read(eve, "#a", 2));
        Assert.That(MentionsOf(eve), Is.Zero, "It stands at the message, not at its edits.");
    }

    [Test]
    public void Post_OfADeletion_SpeaksToNobodyAnyMore()
    {
        _bench.Do(_bench.Post(_ben, "#a", "@ann"), _bench.Post(_ben, "#a", "@ann"), _bench.Post(_ben, "#a", "", EventKind.Delete, 2));

        Assert.That(MentionsOf(_ann), Is.EqualTo(1));
    }

    [Test]
    public void Post_OfAReaction_ChangesNothing()
    {
        _bench.Do(_bench.Post(_ben, "#a", "@ann"), _bench.Post(_ann, "#a", ":ok:", EventKind.Reaction, 2));

        Assert.That(MentionsOf(_ann), Is.EqualTo(1));
    }

    [Test]
    public void Post_MoreOftenThanMentionsAreKept_KeepsTheNewest()
    {
        for (var i = 0; i < Readings.MaxMentions + 5; i++)
        {
            _bench.Do(_bench.Post(_ben, "#a", "@ann"));
        }

        Assert.That(MentionsOf(_ann), Is.EqualTo(Readings.MaxMentions));
        _bench.Do(_bench.Post(_ben, "#a", "@ann again", EventKind.Edit, 2));
        Assert.That(MentionsOf(_ann), Is.EqualTo(Readings.MaxMentions));
        _bench.Do(_bench.Read(_ann, "#a", 7));
        Assert.That(MentionsOf(_ann), Is.EqualTo(Readings.MaxMentions - 1), "Seq 7 is the oldest that is kept.");
    }

    [Test]
    public void Leave_InTheGroupOfTheMention_LeavesNothingInTheStore()
    {
        _bench.Do(_bench.Post(_ben, "#a", "@ann"), _bench.Leave(_ann, "#a"), _bench.Join(_ann, "#a"));

        Assert.That(MentionsOf(_ann), Is.Zero);
    }

    [Test]
    public async Task Carry_OfSomebodyWhoGetsStoredByABlock_CarriesHisMentions()
    {
        var dan = _bench.Enter("dan");
        _bench.Do(_bench.Join(dan, "#a"), _bench.Post(_ann, "#a", "@dan"));

        var group = _bench.Decide(_bench.Block(_ann, "dan"));
        _bench.Sequencer.Carry(group);
        _bench.Do();

        Assert.That((await _log.ReadStateAsync(CancellationToken.None)).Mentions.Select(mention => (mention.Seq, mention.User)), Is.EqualTo(new[] { (2L, new UserId(3)) }));
    }

    [Test]
    public void Committed_WhenEventsAreGone_SpeaksOfThemNoMore()
    {
        var bench = new TurnBench(log: new MemoryEventLog(4 * 1024));
        var (ann, ben) = (bench.Enter("ann"), bench.Enter("ben"));
        bench.Do(bench.Join(ann, "#a"), bench.Join(ben, "#a"), bench.Join(ben, "#b"));
        bench.Do(bench.Post(ben, "#a", "@ann 1 " + new string('x', 1_000)));
        bench.Do(bench.Post(ben, "#a", "@ann 2"));
        Assert.That(bench.Ask<MineListFrame>(bench.Mine(ann)).Rooms.Single().Mentions, Is.EqualTo(2));

        bench.Do(bench.Post(ben, "#b", new string('x', 3_000)));

        var joined = bench.Ask<JoinedFrame>(bench.Join(ann, "#a"));
        Assert.That((joined.First, joined.Head, joined.Mentions), Is.EqualTo((2, 2, 1)));
    }

    private int MentionsOf(Guest reader, string room = "#a") =>
        _bench.Ask<MineListFrame>(_bench.Mine(reader)).Rooms.Single(mine => mine.Room == room).Mentions;
}
