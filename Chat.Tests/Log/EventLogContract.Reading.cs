using Chat.Protocol;
using Chat.Server.Log;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>Ranges, and finding single events.</summary>
internal abstract partial class EventLogContract
{
    [TestCase(0, long.MaxValue, 100, false, 1, 20)]
    [TestCase(0, 21, 100, false, 1, 20)]
    [TestCase(0, 21, 5, false, 1, 5)]
    [TestCase(0, 21, 5, true, 16, 20)]
    [TestCase(7, 12, 100, false, 8, 11)]
    [TestCase(7, 12, 2, false, 8, 9)]
    [TestCase(7, 12, 2, true, 10, 11)]
    [TestCase(19, 21, 1, true, 20, 20)]
    [TestCase(-5, 3, 100, false, 1, 2)]
    [TestCase(long.MinValue, long.MaxValue, 100, true, 1, 20)]
    [TestCase(0, 1_000, 3, true, 18, 20)]
    public async Task ReadAsync_OfARange_GivesItInSeqOrder(long after, long before, int limit, bool fromEnd, long first, long last)
    {
        var log = await TwentyAsync();

        var slice = await Store.ReadAsync(new LogRead(log, after, before, limit, AnyBytes, fromEnd), CancellationToken.None);

        Assert.That(slice.Events.Select(logEvent => logEvent.Seq), Is.EqualTo(Seqs(first, last)));
        Assert.That(slice.First, Is.EqualTo(1));
    }

    [TestCase(20, long.MaxValue)]
    [TestCase(20, 21)]
    [TestCase(1_000, long.MaxValue)]
    [TestCase(long.MaxValue, long.MaxValue)]
    [TestCase(0, 1)]
    [TestCase(0, 0)]
    [TestCase(0, -3)]
    [TestCase(0, long.MinValue)]
    [TestCase(5, 6)]
    [TestCase(9, 4)]
    public async Task ReadAsync_OfARangeWithNothingInIt_IsEmpty(long after, long before)
    {
        var log = await TwentyAsync();

        foreach (var fromEnd in new[] { false, true })
        {
            var slice = await Store.ReadAsync(new LogRead(log, after, before, 100, AnyBytes, fromEnd), CancellationToken.None);
            Assert.That(slice.Events, Is.Empty);
            Assert.That(slice.First, Is.EqualTo(1));
        }
    }

    [TestCase(0, 1)]
    [TestCase(1, 1)]
    [TestCase(9, 1)]
    [TestCase(18, 2)]
    [TestCase(26, 2)]
    [TestCase(27, 3)]
    [TestCase(1_000, 20)]
    public async Task ReadAsync_WithABoundInBytes_StopsBeforeItAndGivesOneAtLeast(int bytes, int count)
    {
        // Nine bytes of UTF-8 in five characters each.
        var log = await TwentyAsync("xää\U0001F600");

        var head = await Store.ReadAsync(new LogRead(log, 0, long.MaxValue, 100, bytes, FromEnd: false), CancellationToken.None);
        var tail = await Store.ReadAsync(new LogRead(log, 0, long.MaxValue, 100, bytes, FromEnd: true), CancellationToken.None);

        Assert.That(head.Events.Select(logEvent => logEvent.Seq), Is.EqualTo(Seqs(1, count)));
        Assert.That(tail.Events.Select(logEvent => logEvent.Seq), Is.EqualTo(Seqs(21 - count, 20)));
    }

    [Test]
    public async Task ReadAsync_OfAnUnknownLog_IsEmptyFromOne()
    {
        await TwentyAsync();

        var slice = await Store.ReadAsync(new LogRead(NewLog(), 0, long.MaxValue, 100, AnyBytes, FromEnd: false), CancellationToken.None);

        Assert.That(slice.Events, Is.Empty);
        Assert.That(slice.First, Is.EqualTo(1));
    }

    [Test]
    public async Task ReadAsync_OfWhatWasAppended_GivesEveryFieldBack()
    {
        var log = NewLog();
        LogEvent[] events =
        [
            new() { Seq = 1, Time = 0, Author = new UserId(long.MaxValue), Nick = "Zoë\U0001F600", Kind = EventKind.Text, Text = "line\nline\ttab \u202e\U0001F469\u200D\U0001F680" },
            new() { Seq = 2, Time = long.MaxValue / 2, Author = Ben, Nick = "b", Kind = EventKind.Action, Text = "waves", Ref = 1, Key = NewKey() },
            new() { Seq = 3, Time = long.MaxValue / 2, Author = Ben, Nick = "b", Kind = EventKind.Notice, Text = new string('ö', 8_192), Key = NewKey() },
            new() { Seq = 4, Time = long.MaxValue / 2, Author = Ben, Nick = "b", Kind = EventKind.Reaction, Text = ":wave:", Ref = 1, Key = NewKey() },
            new() { Seq = 5, Time = long.MaxValue / 2, Author = Ben, Nick = "b", Kind = EventKind.ReactionWithdrawn, Text = ":wave:", Ref = 1, Key = NewKey() },
            new() { Seq = 6, Time = long.MaxValue / 2, Author = Ann, Nick = "a", Kind = EventKind.Topic, Text = "", Key = NewKey() },
            new() { Seq = 7, Time = long.MaxValue / 2, Author = Ann, Nick = "a", Kind = EventKind.Moderation, Text = "kick b 0 " },
        ];

        await AppendAsync(log, events);

        Assert.That(await AllAsync(log), Is.EqualTo(events));
    }

    [Test]
    public async Task FindAsync_OfAnEvent_TellsWhoWroteItAndWhatItIs()
    {
        var log = NewLog();
        await AppendAsync(log, Said(1, "a"), Said(2, "b", EventKind.Notice) with { Author = Ben }, Said(3, "c", EventKind.Edit, 1));

        Assert.That(await FindAsync(log, 1), Is.EqualTo(new EventOrigin(Ann, EventKind.Text)));
        Assert.That(await FindAsync(log, 2), Is.EqualTo(new EventOrigin(Ben, EventKind.Notice)));
        Assert.That(await FindAsync(log, 3), Is.EqualTo(new EventOrigin(Ann, EventKind.Edit)));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(21)]
    [TestCase(long.MaxValue)]
    [TestCase(long.MinValue)]
    public async Task FindAsync_OfAnEventThatIsNotThere_IsNull(long seq)
    {
        var log = await TwentyAsync();

        Assert.That(await FindAsync(log, seq), Is.Null);
        Assert.That(await FindAsync(NewLog(), 1), Is.Null);
    }

    [Test]
    public async Task FindKeyAsync_OfAKey_TellsWhereItsPostIs()
    {
        var (log, key) = (NewLog(), NewKey());
        await AppendAsync(log, Said(1, "a"), Said(2, "b") with { Key = key, Time = 123 });

        Assert.That(
            await Store.FindKeyAsync(new PostKey(Ann, key), CancellationToken.None), Is.EqualTo(new KeyedEvent(new PostKey(Ann, key), log, 2, 123)));
        Assert.That(await Store.FindKeyAsync(new PostKey(Ben, key), CancellationToken.None), Is.Null);
        Assert.That(await Store.FindKeyAsync(new PostKey(Ann, NewKey()), CancellationToken.None), Is.Null);
    }

    private async Task<EventOrigin?> FindAsync(LogId log, long seq) => await Store.FindAsync(log, seq, CancellationToken.None);

    private async Task<LogId> TwentyAsync(string text = "text")
    {
        var log = NewLog();
        await AppendAsync(log, [.. Enumerable.Range(1, 20).Select(seq => Said(seq, text))]);
        return log;
    }

    private static IEnumerable<long> Seqs(long first, long last) => Enumerable.Range((int)first, (int)(last - first + 1)).Select(seq => (long)seq);
}
