using Chat.Protocol;
using Chat.Protocol.Search;
using Chat.Server.Log;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>Searching.</summary>
internal abstract partial class EventLogContract
{
    private static readonly string[] Vocabulary = ["one", "two", "three", "öne", "寿司", "👍", "don't"];

    [TestCase("lunch", "Lunch, at TWELVE!|late lunch at one")]
    [TestCase("LUNCH at", "Lunch, at TWELVE!|late lunch at one")]
    [TestCase("lun", "")]
    [TestCase("lun*", "Lunch, at TWELVE!|lunar|late lunch at one")]
    [TestCase("\"lunch at\" one", "late lunch at one")]
    [TestCase("\"at lunch\"", "")]
    [TestCase("\"lunch at tw*\"", "Lunch, at TWELVE!")]
    [TestCase("lun* la*", "late lunch at one")]
    [TestCase("don't", "I DON’T know")]
    [TestCase("寿司", "昨日寿司を食べた")]
    [TestCase("司寿", "")]
    [TestCase("STRASSE", "Straße 7")]
    [TestCase("👍", "great👍🏽")]
    [TestCase("cafe\u0301", "Café")]
    [TestCase("cafe", "")]
    public async Task SearchAsync_WordsPhrasesAndPrefixes_AreAllToOccur(string query, string found)
    {
        var log = NewLog();
        string[] texts = ["Lunch, at TWELVE!", "lunar", "late lunch at one", "I DON’T know", "t don", "昨日寿司を食べた", "Straße 7", "great👍🏽", "Café", "one, one"];
        await AppendAsync(log, [.. texts.Select((text, i) => Said(i + 1, text))]);

        var hits = await SearchAsync(query, (log, long.MaxValue));

        Assert.That(hits.Select(hit => hit.Event.Text).Reverse(), Is.EqualTo(found.Split('|', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Test]
    public async Task SearchAsync_OfSeveralLogs_GivesTheNewestCommitFirstAndTheEventsAsTheyAre()
    {
        var (log, other, third) = (NewLog(), NewLog(), NewLog());
        var first = Said(1, "word 1") with { Author = Ben, Nick = "ben", Key = NewKey(), Time = 5_000 };
        await AppendAsync(log, first);
        await AppendAsync(other, Said(1, "word 2"), Said(2, "word 3", EventKind.Action));
        await AppendAsync(third, Said(1, "word in a room that is not asked for"));
        await AppendAsync(log, Said(2, "word 4", EventKind.Notice, 1));

        var hits = await SearchAsync("word", (other, 2), (log, 2));

        Assert.That(hits.Select(hit => (hit.Log, hit.Event.Text)), Is.EqualTo(new[] { (log, "word 4"), (other, "word 3"), (other, "word 2"), (log, "word 1") }));
        Assert.That(hits[^1].Event, Is.EqualTo(first));
    }

    [Test]
    public async Task SearchAsync_UpToAHead_FindsNothingAboveIt()
    {
        var (log, other) = (NewLog(), NewLog());
        await AppendAsync(log, Said(1, "word"), Said(2, "word"), Said(3, "word"));
        await AppendAsync(other, Said(1, "word"));

        Assert.That((await SearchAsync("word", (log, 2), (other, 0))).Select(hit => (hit.Log, hit.Event.Seq)), Is.EqualTo(new[] { (log, 2L), (log, 1L) }));
        Assert.That(await SearchAsync("word"), Is.Empty);
        Assert.That(await SearchAsync("word", (NewLog(), 7)), Is.Empty);
    }

    [Test]
    public async Task SearchAsync_OfVeryManyLogs_FindsNothingOfOthers()
    {
        var logs = Enumerable.Range(0, 160).Select(_ => NewLog()).ToArray();
        foreach (var log in logs)
        {
            await AppendAsync(log, Said(1, "word"), Said(2, "word again"));
        }

        var mine = logs.Where((_, i) => i % 2 == 0).ToArray();
        var hits = await SearchAsync("word", [.. mine.Select(log => (log, 2L))]);

        Assert.That(hits.Select(hit => (hit.Log, hit.Event.Seq)), Is.EqualTo(mine.Reverse().SelectMany(log => new[] { (log, 2L), (log, 1L) })));
    }

    [Test]
    public async Task SearchAsync_KindsThatAreNoMessages_AreNotFound()
    {
        var log = NewLog();
        await AppendAsync(
            log,
            Said(1, "word"),
            Said(2, "word", EventKind.Topic),
            Said(3, ":word:", EventKind.Reaction, 1),
            Said(4, ":word:", EventKind.ReactionWithdrawn, 1),
            Said(5, "word ann 3", EventKind.Moderation));

        Assert.That((await SearchAsync("word", (log, 5))).Select(hit => hit.Event.Seq), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task SearchAsync_AfterEdits_FindsTheMessageOnceByItsLatestText([Values] bool inOneGroup)
    {
        var log = NewLog();
        await AppendInAsync(inOneGroup, log, Said(1, "old"), Said(2, "between"), Said(3, "newer", EventKind.Edit, 1), Said(4, "newest between", EventKind.Edit, 1));

        Assert.That(await SearchAsync("old", (log, 4)), Is.Empty);
        Assert.That(await SearchAsync("newer", (log, 4)), Is.Empty);
        Assert.That((await SearchAsync("newest", (log, 4))).Select(hit => hit.Event), Is.EqualTo(new[] { Said(1, "newest between") }));
        Assert.That((await SearchAsync("between", (log, 4))).Select(hit => hit.Event.Seq), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public async Task SearchAsync_AfterADeletion_FindsNothingOfIt([Values] bool inOneGroup)
    {
        var log = NewLog();
        await AppendInAsync(inOneGroup, log, Said(1, "secret"), Said(2, "secret too", EventKind.Edit, 1), Said(3, "stays secret"), Said(4, "", EventKind.Delete, 1));

        Assert.That((await SearchAsync("secret", (log, 4))).Select(hit => hit.Event.Seq), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public async Task SearchAsync_WhatIsJustCommitted_IsFoundAtOnce()
    {
        var log = NewLog();
        for (var seq = 1; seq <= 20; seq++)
        {
            await AppendAsync(log, Said(seq, $"word{seq}"));
            Assert.That(await SearchAsync($"word{seq}", (log, seq)), Has.Count.EqualTo(1));
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(100)]
    public async Task SearchAsync_PageByPage_GivesAllOnceWhateverIsSaidMeanwhile(int limit)
    {
        LogId[] logs = [NewLog(), NewLog(), NewLog()];
        var expected = new List<(LogId, long)>();
        for (var i = 0; i < 30; i++)
        {
            var log = logs[i % 3];
            await AppendAsync(log, Said((i / 3) + 1, i % 2 == 0 ? $"word {i}" : "other"));
            if (i % 2 == 0)
            {
                expected.Insert(0, (log, (i / 3) + 1));
            }
        }

        var found = new List<(LogId, long)>();
        long? before = null;
        long said = 10;
        do
        {
            var page = await Store.SearchAsync(Query("word", before, limit, AnyBytes, [.. logs.Select(log => (log, 10L))]), CancellationToken.None);
            Assert.That(page.Events, Has.Count.LessThanOrEqualTo(limit));
            found.AddRange(page.Events.Select(hit => (hit.Log, hit.Event.Seq)));
            before = page.Next;
            await AppendAsync(logs[0], Said(++said, "word that comes too late"));
        }
        while (before is not null);

        Assert.That(found, Is.EqualTo(expected));
    }

    [TestCase(0, 1)]
    [TestCase(9, 1)]
    [TestCase(10, 2)]
    [TestCase(14, 2)]
    [TestCase(25, 5)]
    public async Task SearchAsync_OfManyBytes_StopsBeforeThereAreMore(int maxBytes, int hits)
    {
        var log = NewLog();
        await AppendAsync(log, [.. Enumerable.Range(1, 6).Select(seq => Said(seq, "wörd"))]);

        var page = await Store.SearchAsync(Query("wörd", null, 100, maxBytes, (log, 6)), CancellationToken.None);
        var rest = await Store.SearchAsync(Query("wörd", page.Next, 100, AnyBytes, (log, 6)), CancellationToken.None);

        Assert.That(page.Events.Select(hit => hit.Event.Seq), Is.EqualTo(Enumerable.Range(0, hits).Select(i => 6 - i)));
        Assert.That(page.Events.Concat(rest.Events).Select(hit => hit.Event.Seq), Is.EqualTo(new[] { 6, 5, 4, 3, 2, 1 }));
    }

    /// <summary>What is found after any history are the messages that match as they read now.</summary>
    [Test]
    public async Task SearchAsync_AfterAnyHistory_FindsWhatMatches([Range(1, 20)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        LogId[] logs = [NewLog(), NewLog(), NewLog()];
        var pasts = logs.ToDictionary(log => log, _ => new List<LogEvent>());
        var order = new List<(LogId Log, long Seq)>();
        for (var group = 0; group < 40; group++)
        {
            var log = logs[random.Next(logs.Length)];
            var next = Next(pasts[log], random);
            next = next.Text.Length == 0 ? next : next with { Text = $"{Any(random)} {Any(random)}, {Any(random)}" };
            pasts[log] = [.. pasts[log].Select(logEvent => logEvent.RevisedBy(next)), next];
            order.Insert(0, (log, next.Seq));
            await AppendAsync(log, next);
        }

        for (var searches = 0; searches < 20; searches++)
        {
            var words = random.Next(3) == 0 ? $"\"{Any(random)} {Any(random)}\"" : random.Next(2) == 0 ? $"{Any(random)} {Any(random)}" : "t*";
            (LogId Log, long Head)[] heads = [.. logs.Take(random.Next(1, 4)).Select(log => (log, (long)random.Next(pasts[log].Count + 2)))];
            Assert.That(SearchQuery.TryParse(words, out var query), Is.True);
            var wanted = order
                .Where(at => heads.Any(head => head.Log == at.Log && at.Seq <= head.Head))
                .Select(at => (at.Log, Event: pasts[at.Log][(int)at.Seq - 1]))
                .Where(at => new EventOrigin(at.Event.Author, at.Event.Kind).IsMessage && query!.IsMatch(at.Event.Text));

            Assert.That(await SearchAsync(words, heads), Is.EqualTo(wanted), words);
        }
    }

    private static string Any(Random random) => Vocabulary[random.Next(Vocabulary.Length)];

    private protected static LogSearch Query(string query, long? before, int limit, int maxBytes, params (LogId Log, long Head)[] logs)
    {
        Assert.That(SearchQuery.TryParse(query, out var parsed), Is.True);
        return new LogSearch(parsed!, logs.ToDictionary(log => log.Log, log => log.Head), before, limit, maxBytes);
    }

    /// <summary>All hits, page by page.</summary>
    private protected async Task<IReadOnlyList<(LogId Log, LogEvent Event)>> SearchAsync(string query, params (LogId Log, long Head)[] logs)
    {
        var hits = new List<(LogId, LogEvent)>();
        long? before = null;
        do
        {
            var page = await Store.SearchAsync(Query(query, before, 500, AnyBytes, logs), CancellationToken.None);
            hits.AddRange(page.Events);
            before = page.Next;
        }
        while (before is not null);

        return hits;
    }
}
