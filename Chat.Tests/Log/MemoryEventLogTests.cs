using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>The store in memory: what every store must do, within a bound.</summary>
[TestFixture]
internal sealed class MemoryEventLogTests : EventLogContract
{
    private const int Small = 64 * 1024;

    protected override IEventLog Create() => new MemoryEventLog();

    [Test]
    public async Task AppendAsync_OfMoreThanItHolds_DropsTheOldestOfAllLogs()
    {
        await using var store = new MemoryEventLog(Small);
        var (one, other) = (NewLog(), NewLog());
        var heads = new Dictionary<LogId, long> { [one] = 0, [other] = 0 };
        for (var i = 0; i < 500; i++)
        {
            var log = i % 3 == 0 ? one : other;
            await AppendAsync(store, log, Said(++heads[log], new string('x', 500)));
        }

        // What is left is the newest of all, whatever their log: of three the first is in the one log, two in the other.
        var bounds = await BoundsAsync(store);
        var (inOne, inOther) = (heads[one] - bounds[one].First + 1, heads[other] - bounds[other].First + 1);
        Assert.That(inOne + inOther, Is.GreaterThan(40));
        Assert.That(inOther, Is.InRange((2 * inOne) - 2, (2 * inOne) + 2));
        Assert.That(bounds[one].Head, Is.EqualTo(heads[one]));
    }

    [Test]
    public async Task HeldBytes_OverAnyHistory_StaysWithinTheCapacityAndTheNewestGroup([Range(1, 10)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        await using var store = new MemoryEventLog(Small);
        LogId[] logs = [NewLog(), NewLog(), NewLog()];
        var heads = new long[logs.Length];
        for (var i = 0; i < 1_000; i++)
        {
            var at = random.Next(logs.Length);
            var seq = ++heads[at];
            var text = new string('x', random.Next(1, 2_000));
            var about = Math.Max(1, seq - random.Next(1, 60));
            await AppendAsync(store, logs[at], random.Next(4) switch
            {
                0 => Said(seq, text, EventKind.Edit, about),
                1 => Said(seq, "", EventKind.Delete, about),
                _ => Said(seq, text),
            });
            Assert.That(store.HeldBytes, Is.InRange(0, Small));
        }

        // An estimate that had drifted would not come back to what a new store says of the same.
        await using var fresh = new MemoryEventLog(Small);
        await AppendAsync(store, logs[0], Said(heads[0] + 1, new string('y', Small)));
        await AppendAsync(fresh, logs[0], Said(1, new string('y', Small)));
        Assert.That(store.HeldBytes, Is.EqualTo(fresh.HeldBytes));
        Assert.That((await BoundsAsync(store)).Values.Where(bounds => bounds.First <= bounds.Head), Is.EqualTo(new[] { new LogBounds(logs[0], heads[0] + 1, heads[0] + 1) }));
    }

    [Test]
    public async Task AppendAsync_ThatDropsEventsOfOtherLogs_TellsTheirNewBounds()
    {
        await using var store = new MemoryEventLog(Small);
        var (old, busy) = (NewLog(), NewLog());
        await AppendAsync(store, old, [.. Enumerable.Range(1, 3).Select(seq => Said(seq, new string('o', 500)))]);
        var firsts = new List<long>();
        for (var i = 1; i <= 200; i++)
        {
            var result = await AppendAsync(store, busy, Said(i, new string('x', 500)));
            Assert.That(result.Logs, Has.Exactly(1).Matches<LogBounds>(bounds => bounds.Log == busy && bounds.Head == i));
            firsts.AddRange(result.Logs.Where(bounds => bounds.Log == old).Select(bounds => bounds.First));
            Assert.That(result.Logs.Where(bounds => bounds.Log == old), Is.All.Property("Head").EqualTo(3));
        }

        Assert.That(firsts, Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public async Task ReadAsync_BelowWhatIsKept_BeginsAtFirst()
    {
        await using var store = new MemoryEventLog(Small);
        var log = NewLog();
        for (var i = 1; i <= 250; i++)
        {
            await AppendAsync(store, log, Said(i, new string('x', 500)));
        }

        var first = (await BoundsAsync(store))[log].First;
        var slice = await store.ReadAsync(new LogRead(log, 0, long.MaxValue, 10, AnyBytes, FromEnd: false), CancellationToken.None);
        var below = await store.ReadAsync(new LogRead(log, 0, first, 10, AnyBytes, FromEnd: true), CancellationToken.None);

        Assert.That(first, Is.GreaterThan(100));
        Assert.That(slice.First, Is.EqualTo(first));
        Assert.That(slice.Events.Select(logEvent => logEvent.Seq), Is.EqualTo(Enumerable.Range((int)first, 10)));
        Assert.That(below.Events, Is.Empty);
        Assert.That(below.First, Is.EqualTo(first));
        Assert.That(await store.FindAsync(log, first - 1, CancellationToken.None), Is.Null);
        Assert.That(await store.FindAsync(log, first, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task AppendAsync_ToALogOfWhichNothingIsKept_GoesOnAtItsHead()
    {
        await using var store = new MemoryEventLog(Small);
        var (quiet, busy) = (NewLog(), NewLog());
        await AppendAsync(store, quiet, Said(1, "one"), Said(2, "two"));
        await AppendAsync(store, busy, Said(1, new string('x', Small)));

        var result = await AppendAsync(store, quiet, Said(3, "three"));

        Assert.That(result.Logs, Does.Contain(new LogBounds(quiet, 3, 3)));
        var slice = await store.ReadAsync(new LogRead(quiet, 0, long.MaxValue, 10, AnyBytes, FromEnd: false), CancellationToken.None);
        Assert.That(slice.Events.Select(logEvent => logEvent.Text), Is.EqualTo(new[] { "three" }));
    }

    [Test]
    public async Task OpenAsync_WhenNothingIsKeptOfALog_StillTellsItsHead()
    {
        await using var store = new MemoryEventLog(Small);
        var quiet = NewLog();
        await AppendAsync(store, quiet, Said(1, "one"), Said(2, "two"));
        await AppendAsync(store, NewLog(), Said(1, new string('x', Small)));

        Assert.That((await BoundsAsync(store))[quiet], Is.EqualTo(new LogBounds(quiet, 3, 2)));
    }

    /// <summary>It was emptied twice before it was forgotten, and is there again when its second turn to be forgotten comes.</summary>
    [Test]
    public async Task AppendAsync_ToALogThatWasForgotten_KeepsWhatIsNew()
    {
        await using var store = new MemoryEventLog(450);
        var (log, busy) = (NewLog(), NewLog());
        var head = 0;
        await AppendAsync(store, log, Said(1, "x"));
        await FillAsync();
        await AppendAsync(store, log, Said(2, "x"));
        await FillAsync();
        for (var i = 0; (await BoundsAsync(store)).ContainsKey(log); i++)
        {
            // Many at a time, but for the last ones.
            var logs = Enumerable.Range(0, i == 0 ? MemoryEventLog.MaxEmptied - 10 : 1).Select(number => new LogId(new Guid(number, (short)i, 1, new byte[8])));
            await store.AppendAsync([.. logs.Select(static other => new LogAppend(other, 0, [Said(1, "x")]))], CancellationToken.None);
        }

        await AppendAsync(store, log, Said(3, "x"));

        Assert.That((await BoundsAsync(store)).GetValueOrDefault(log), Is.EqualTo(new LogBounds(log, 3, 3)));
        Assert.That(await store.FindAsync(log, 3, CancellationToken.None), Is.Not.Null);

        async Task FillAsync()
        {
            for (var i = 0; i < 6; i++)
            {
                await AppendAsync(store, busy, Said(++head, "x"));
            }
        }
    }

    [Test]
    public async Task FindKeyAsync_OfAnEventThatFellOut_IsNullAndTheKeyIsFree()
    {
        await using var store = new MemoryEventLog(Small);
        var (log, key) = (NewLog(), NewKey());
        var post = new PostKey(new UserId(1), key);
        await AppendAsync(store, log, Said(1, "first") with { Key = key });
        Assert.That(await store.FindKeyAsync(post, CancellationToken.None), Is.Not.Null);

        await AppendAsync(store, NewLog(), Said(1, new string('x', Small)));
        Assert.That(await store.FindKeyAsync(post, CancellationToken.None), Is.Null);

        await AppendAsync(store, log, Said(2, "again") with { Key = key });
        Assert.That((await store.FindKeyAsync(post, CancellationToken.None))?.Seq, Is.EqualTo(2));
    }

    [Test]
    public async Task AppendAsync_OfOneEventLargerThanAll_KeepsIt()
    {
        await using var store = new MemoryEventLog(1);
        var log = NewLog();
        for (var seq = 1; seq <= 3; seq++)
        {
            await AppendAsync(store, log, Said(seq, "text"));
            Assert.That((await BoundsAsync(store))[log], Is.EqualTo(new LogBounds(log, seq, seq)));
        }
    }

    [Test]
    public async Task ReadAsync_OfEditsWhoseMessageFellOut_GivesTheLatestText()
    {
        await using var store = new MemoryEventLog(Small);
        var log = NewLog();
        await AppendAsync(store, log, Said(1, "one"));
        await AppendAsync(store, log, Said(2, new string('x', Small - 700)), Said(3, "1", EventKind.Edit, 1), Said(4, "2", EventKind.Edit, 1));
        await AppendAsync(store, log, Said(5, new string('x', 100)));
        Assert.That((await BoundsAsync(store))[log].First, Is.EqualTo(2));

        await AppendAsync(store, log, Said(6, "3", EventKind.Edit, 1));

        var slice = await store.ReadAsync(new LogRead(log, 2, long.MaxValue, 10, AnyBytes, FromEnd: false), CancellationToken.None);
        Assert.That(slice.Events.Where(logEvent => logEvent.Kind == EventKind.Edit).Select(logEvent => logEvent.Text), Is.All.EqualTo("3"));
    }

    [Test]
    public async Task AppendAsync_OfThousandsOfEditsOfOneMessage_CostsTheSameForEach()
    {
        await using var store = new MemoryEventLog();
        var log = NewLog();
        await AppendAsync(store, log, Said(1, "text"));
        var seq = 1;
        await EditAsync(1_024);
        var early = await EditAsync(2_048);
        await EditAsync(29_696);
        var late = await EditAsync(2_048);

        // The queues that grow by doubling have room again each time; an edit that touched those before it would take megabytes.
        Assert.That(late, Is.LessThan(early * 1.2));

        async Task<long> EditAsync(int count)
        {
            LogAppend[][] edits = [.. Enumerable.Range(seq, count).Select(head => new[] { new LogAppend(log, head, [Said(head + 1, "text", EventKind.Edit, 1)]) })];
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var edit in edits)
            {
                await store.AppendAsync(edit, CancellationToken.None);
            }

            seq += count;
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Test]
    [NonParallelizable]
    public async Task HeldBytes_OfManyShortEvents_IsWhatTheyTake()
    {
        await using var store = new MemoryEventLog();
        var log = NewLog();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i <= 40_000; i++)
        {
            await AppendAsync(store, log, Said(i, $"text {i}") with { Key = new Guid(i, 0, 0, new byte[8]) });
        }

        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.That(taken, Is.LessThan(store.HeldBytes * 1.2));
    }

    [Test]
    public async Task SearchAsync_OfManyEventsInVain_StopsNowAndThenAndTellsWhereToGoOn([Values(1, 300)] int length)
    {
        await using var store = new MemoryEventLog();
        var log = NewLog();
        const int Count = 40_000;
        await AppendAsync(store, log, Said(1, "needle"));
        await AppendAsync(store, log, [.. Enumerable.Range(2, Count - 1).Select(seq => Said(seq, new string('x', length)))]);
        var most = length == 1 ? MemoryEventLog.MaxLookedAt : (MemoryEventLog.MaxCharactersLookedAt / length) + 1;
        long? before = null;
        for (var left = Count; left > most; left -= most)
        {
            var page = await store.SearchAsync(Query("needle", before, 5, AnyBytes, (log, Count)), CancellationToken.None);
            Assert.That(page.Events, Is.Empty);
            Assert.That(page.Next, Is.LessThan(before ?? long.MaxValue));
            before = page.Next;
        }

        var last = await store.SearchAsync(Query("needle", before, 5, AnyBytes, (log, Count)), CancellationToken.None);
        Assert.That((last.Events.Count, last.Next), Is.EqualTo((1, (long?)null)));
    }

    [Test]
    public async Task SearchAsync_WhenTheOldestHaveFallenOut_FindsWhatIsLeft()
    {
        await using var store = new MemoryEventLog(Small);
        var (log, quiet) = (NewLog(), NewLog());
        await AppendAsync(store, quiet, Said(1, "word"));
        for (var seq = 1; seq <= 300; seq++)
        {
            await AppendAsync(store, log, Said(seq, $"word {new string('x', 500)}"));
        }

        var first = (await BoundsAsync(store))[log].First;
        var page = await store.SearchAsync(Query("word", null, 500, AnyBytes, (log, 300), (quiet, 1)), CancellationToken.None);

        Assert.That(first, Is.GreaterThan(1));
        Assert.That(page.Events.Select(hit => (hit.Log, hit.Event.Seq)), Is.EqualTo(Enumerable.Range(0, (int)(301 - first)).Select(i => (log, 300L - i))));
        Assert.That(page.Next, Is.Null);
    }

    [Test]
    public async Task SearchAsync_InTheRoomsOfOneWhoIsInManyOfThem_IsQuick()
    {
        await using var store = new MemoryEventLog();
        LogId[] logs = [.. Enumerable.Range(0, 1_000).Select(i => new LogId(new Guid(i, 0, 0, new byte[8])))];
        for (var seq = 1; seq <= 10; seq++)
        {
            await store.AppendAsync([.. logs.Select(log => new LogAppend(log, seq - 1, [Said(seq, "word")]))], CancellationToken.None);
        }

        var page = await store.SearchAsync(Query("word", null, 500, AnyBytes, [.. logs.Select(log => (log, 10L))]), CancellationToken.None);

        Assert.That(page.Events.Select(hit => hit.Event.Seq), Is.All.EqualTo(10).And.Exactly(500).Items);
        Assert.That(page.Events.Select(hit => hit.Log), Is.EqualTo(logs.Reverse().Take(500)));
    }

    private static async Task<AppendResult> AppendAsync(MemoryEventLog store, LogId log, params LogEvent[] events)
    {
        var result = await store.AppendAsync([new LogAppend(log, events[0].Seq - 1, events)], CancellationToken.None);
        Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Committed));
        return result;
    }

    private static async Task<Dictionary<LogId, LogBounds>> BoundsAsync(MemoryEventLog store) =>
        (await store.OpenAsync(CancellationToken.None)).Logs.ToDictionary(static bounds => bounds.Log);
}
