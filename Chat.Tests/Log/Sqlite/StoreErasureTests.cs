using System.Text;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>What was edited or deleted is in no byte of any file once the store has tidied up.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoreErasureTests
{
    private static readonly LogId Room = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly LogId Other = new(new Guid(2, 0, 0, new byte[8]));

    private readonly StoreBench _bench = new();

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task TidyAsync_AfterAnEditAndADeletion_LeavesNothingOfTheOldTexts([Values] bool isIndexed, [Values] bool inOneGroup, [Values] bool afterACrash)
    {
        var bench = _bench;
        await bench.OpenAsync();
        LogEvent[] said =
        [
            Said(1, "firstsecret stays"), Said(2, "secondsecret too"), Said(3, "harmless"), Said(4, "firstnew stays", EventKind.Edit, 1), Said(5, "thirdsecret", EventKind.Edit, 2),
            Said(6, "", EventKind.Delete, 2), Said(7, "firstnewest stays", EventKind.Edit, 1),
        ];
        foreach (var group in inOneGroup ? [said] : said.Select(static e => new[] { e }))
        {
            await bench.AppendAsync(Room, group);
            if (isIndexed)
            {
                await bench.SearchAsync("harmless", Room);
            }
        }

        if (afterACrash)
        {
            bench = bench.Crash();
            await bench.OpenAsync();
        }

        await TidyAsync(bench);

        string[] gone = ["firstsecret", "secondsecret", "thirdsecret", inOneGroup ? "secondsecret" : "firstnew stays"];
        AssertNowhere(bench, gone);
        AssertSomewhere(bench, "firstnewest", "harmless");
        Assert.That(Terms(bench), Is.EquivalentTo(new[] { "firstnewest", "harmless", "stays" }));
        await bench.CloseAsync();
        AssertNowhere(bench, gone);
        if (afterACrash)
        {
            await bench.DisposeAsync();
        }
    }

    /// <summary>Pages split and merge and are given to others: no copy of a text is left behind in them.</summary>
    [Test]
    public async Task TidyAsync_AfterManyEditsAndDeletions_LeavesNothingOfTheOldTexts([Range(1, 3)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        await _bench.OpenAsync();
        var texts = new Dictionary<(LogId Log, long Seq), string>();
        var heads = new Dictionary<LogId, long> { [Room] = 0, [Other] = 0 };
        var (gone, words) = (new List<string>(), 0);
        for (var groups = 0; groups < 400; groups++)
        {
            var log = random.Next(2) == 0 ? Room : Other;
            var events = new List<LogEvent>();
            for (var left = random.Next(1, 6); left > 0; left--)
            {
                var mine = texts.Keys.Where(at => at.Log == log).ToArray();
                var kind = mine.Length < 20 ? EventKind.Text : groups > 300 ? EventKind.Delete : (EventKind)(random.Next(5) switch { 0 => (int)EventKind.Edit, 1 => (int)EventKind.Delete, _ => 0 });
                var seq = ++heads[log];
                var text = kind == EventKind.Delete ? "" : $"q{seed}word{++words}z {new string('x', random.Next(300))}";
                long? about = kind == EventKind.Text ? null : mine[random.Next(mine.Length)].Seq;
                if (about is { } target)
                {
                    gone.Add(texts[(log, target)].Split(' ')[0]);
                    texts.Remove((log, target));
                }

                if (kind != EventKind.Delete)
                {
                    texts[(log, about ?? seq)] = text;
                }

                events.Add(Said(seq, text, kind, about));
            }

            await _bench.AppendAsync(log, [.. events]);
            if (groups % 50 == 0)
            {
                await TidyAsync(_bench);
            }
        }

        await TidyAsync(_bench);

        Assert.That(gone, Has.Count.GreaterThan(300));
        AssertNowhere(_bench, [.. gone]);
        AssertSomewhere(_bench, [.. texts.Values.Select(static text => text.Split(' ')[0])]);
        Assert.That(Terms(_bench).Intersect(gone), Is.Empty);
    }

    [Test]
    public async Task TidyAsync_WhileSomethingOldIsRead_SaysThatItIsNotDone()
    {
        await _bench.OpenAsync();
        await _bench.AppendAsync(Room, Said(1, "firstsecret"));
        using var reader = Database.OpenReader(_bench.Files.Database);
        Database.Execute(reader, "BEGIN");
        Database.Number(reader, "SELECT count(*) FROM blocks");
        await _bench.AppendAsync(Room, Said(2, "new", EventKind.Edit, 1));

        Assert.That(await _bench.Store.TidyAsync(CancellationToken.None), Is.False);
        Assert.That(await _bench.Store.TidyAsync(CancellationToken.None), Is.False);

        Database.Execute(reader, "COMMIT");
        Assert.That(await _bench.Store.TidyAsync(CancellationToken.None), Is.True);
        AssertNowhere(_bench, "firstsecret");
    }

    [Test]
    public async Task TidyAsync_WhileSomebodySearches_SaysThatItIsNotDone()
    {
        await _bench.OpenAsync();
        await _bench.AppendAsync(Room, Said(1, "firstsecret"));
        await _bench.SearchAsync("firstsecret", Room);
        using var reader = Database.OpenReader(_bench.Files.Index);
        Database.Execute(reader, "BEGIN");
        Database.Number(reader, "SELECT count(*) FROM keys");
        await _bench.AppendAsync(Room, Said(2, "new", EventKind.Edit, 1));

        Assert.That(await _bench.Store.TidyAsync(CancellationToken.None), Is.False);

        Database.Execute(reader, "COMMIT");
        Assert.That(await _bench.Store.TidyAsync(CancellationToken.None), Is.True);
        AssertNowhere(_bench, "firstsecret");
    }

    private static LogEvent Said(long seq, string text, EventKind kind = EventKind.Text, long? about = null) =>
        new() { Seq = seq, Time = 1_000 + seq, Author = new UserId(1), Nick = "ann", Kind = kind, Text = text, Ref = about };

    private static async Task TidyAsync(StoreBench bench) => Assert.That(await bench.Store.TidyAsync(CancellationToken.None), Is.True);

    private static void AssertNowhere(StoreBench bench, params string[] texts)
    {
        foreach (var (name, bytes) in bench.Bytes())
        {
            var file = Encoding.Latin1.GetString(bytes);
            Assert.That(texts.Where(text => file.Contains(text, StringComparison.Ordinal)), Is.Empty, name);
        }
    }

    private static void AssertSomewhere(StoreBench bench, params string[] texts)
    {
        var database = Encoding.Latin1.GetString(bench.Bytes()["chat.db"]);
        Assert.That(texts.Where(text => !database.Contains(text, StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>All words that the index knows.</summary>
    private static List<string> Terms(StoreBench bench)
    {
        using var connection = Database.OpenReader(bench.Files.Index);
        Database.Execute(connection, "CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'texts', 'col')");
        var terms = new List<string>();
        StateTables.Each(connection, "SELECT term FROM temp.terms WHERE col = 'text'", row => terms.Add(row.Text(0)));
        return terms;
    }
}
