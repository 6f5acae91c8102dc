using Chat.Protocol;
using Chat.Server.Log;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>Everything that was appended is there after the process has ended, well or not; and an index that does not fit is made to.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoreRestartTests
{
    private readonly StoreBench _bench = new();
    private readonly StoreHistory _history = new(1);

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task OpenAsync_AfterAnOrderlyEnd_HasEverything([Range(1, 5)] int seed)
    {
        var history = new StoreHistory(seed);
        await _bench.OpenAsync();
        for (var starts = 0; starts < 4; starts++)
        {
            await AppendAsync(_bench, history, 15);
            var opened = await _bench.OpenAsync();
            Assert.That(await history.TextAsync(_bench, opened), Is.EqualTo(history.Text()));
            Assert.That(opened.SystemHead, Is.EqualTo(history.Model.SystemHead));
        }

        Assert.That(_bench.AllFiles.Select(Path.GetFileName), Is.EquivalentTo(new[] { "chat.db", "chat.db-wal", "chat.lock", "index.db", "index.db-wal" }));
        await _bench.CloseAsync();
        Assert.That(_bench.AllFiles.Select(Path.GetFileName), Is.EquivalentTo(new[] { "chat.db", "chat.lock", "index.db" }), "Nothing is left beside.");
    }

    [Test]
    public async Task OpenAsync_AfterACrash_HasEverything([Range(1, 5)] int seed)
    {
        var history = new StoreHistory(seed);
        var bench = _bench;
        await bench.OpenAsync();
        for (var crashes = 0; crashes < 4; crashes++)
        {
            await AppendAsync(bench, history, 15);
            var after = bench.Crash();
            if (bench != _bench)
            {
                await bench.DisposeAsync();
            }

            bench = after;
            var opened = await bench.OpenAsync();
            Assert.That(await history.TextAsync(bench, opened), Is.EqualTo(history.Text()));
        }

        await bench.DisposeAsync();
    }

    [Test]
    public async Task OpenAsync_OfTheSameObjectAgain_HasEverything()
    {
        await _bench.OpenAsync();
        for (var opens = 0; opens < 4; opens++)
        {
            await AppendAsync(_bench, _history, 15);
            var opened = await _bench.Store.OpenAsync(CancellationToken.None);
            Assert.That(await _history.TextAsync(_bench, opened), Is.EqualTo(_history.Text()));
        }
    }

    [Test]
    public async Task AppendAsync_OfAKeyFromBeforeARestart_IsDuplicate([Values] bool isIndexLost)
    {
        await _bench.OpenAsync();
        await AppendAsync(_bench, _history, 30);
        await _bench.CloseAsync();
        if (isIndexLost)
        {
            File.Delete(_bench.Files.Index);
        }

        await _bench.OpenAsync();

        foreach (var known in _history.Model.Keys)
        {
            var again = new LogEvent { Seq = 1, Time = 1, Author = known.Key.User, Nick = "a", Kind = EventKind.Text, Text = "again", Key = known.Key.Key };
            var result = await _bench.Store.AppendAsync(new LogBatch([new LogAppend(new LogId(Guid.NewGuid()), 0, [again])]), CancellationToken.None);
            Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Duplicate));
            Assert.That(result.Duplicates, Is.EqualTo(new[] { known }));
        }
    }

    [TestCase("missing")]
    [TestCase("empty")]
    [TestCase("rubbish")]
    [TestCase("cut")]
    [TestCase("without progress")]
    [TestCase("of another store")]
    [TestCase("of another program")]
    [TestCase("of another version")]
    [TestCase("with a page of zeros")]
    [TestCase("with zeros from the second page on")]
    [TestCase("with a log of another file beside")]
    [TestCase("with progress of another form")]
    public async Task OpenAsync_WithAnIndexThatIsNoGood_MakesItAnew(string what)
    {
        await _bench.OpenAsync();
        await AppendAsync(_bench, _history, 40);
        await _bench.SearchAsync(StoreHistory.Word);
        await _bench.CloseAsync();
        await SpoilAsync(_bench.Files.Index, what);

        var opened = await _bench.OpenAsync();

        Assert.That(await _history.TextAsync(_bench, opened), Is.EqualTo(_history.Text()));
        await AppendAsync(_bench, _history, 5);
        Assert.That(await _history.TextAsync(_bench, await _bench.OpenAsync()), Is.EqualTo(_history.Text()));
    }

    /// <summary>What is wrong may only be found when the page is needed. Then it is found once.</summary>
    [Test]
    public async Task AppendAsync_AfterDamageInTheIndexWasSeen_HasTheIndexMadeAnew([Range(2, 14)] int page)
    {
        await _bench.OpenAsync();
        await AppendAsync(_bench, _history, 120);
        await _bench.SearchAsync(StoreHistory.Word, _history.Model.Logs.Keys);
        await _bench.CloseAsync();
        await using (var file = File.OpenWrite(_bench.Files.Index))
        {
            Assert.That(file.Length, Is.GreaterThan(page * 4096));
            file.Seek((page - 1) * 4096, SeekOrigin.Begin);
            file.Write(new byte[4096]);
        }

        await _bench.OpenAsync();
        for (var rounds = 0; !await IsRightAsync(); rounds++)
        {
            Assert.That(rounds, Is.LessThan(3));
            await AppendCertainlyAsync(_history.Next());
        }
    }

    [Test]
    public async Task OpenAsync_WithAnIndexThatIsBehind_CatchesUp([Values(0, 1, 10)] int groups)
    {
        await _bench.OpenAsync();
        await AppendAsync(_bench, _history, groups);
        await _bench.CloseAsync();
        var early = await File.ReadAllBytesAsync(_bench.Files.Index);
        await _bench.OpenAsync();
        await AppendAsync(_bench, _history, 20);
        await _bench.CloseAsync();
        await File.WriteAllBytesAsync(_bench.Files.Index, early);

        var opened = await _bench.OpenAsync();

        Assert.That(await _history.TextAsync(_bench, opened), Is.EqualTo(_history.Text()));
    }

    [Test]
    public async Task OpenAsync_WithAnIndexThatIsAhead_MakesItAnew()
    {
        // The loss of power takes the last commits of a store whose commits do not wait for the disk. The index may have got there.
        await _bench.OpenAsync();
        await AppendAsync(_bench, _history, 20);
        await _bench.CloseAsync();
        var early = await File.ReadAllBytesAsync(_bench.Files.Database);
        var expected = _history.Text();
        var keys = _history.Keys.ToArray();
        await _bench.OpenAsync();
        await AppendAsync(_bench, _history, 10);
        await _bench.SearchAsync(StoreHistory.Word, _history.Model.Logs.Keys);
        await _bench.CloseAsync();
        await File.WriteAllBytesAsync(_bench.Files.Database, early);

        var opened = await _bench.OpenAsync();

        Assert.That(await StoreModel.TextAsync(_bench, opened, keys, StoreHistory.Word), Is.EqualTo(expected));
        foreach (var lost in _history.Keys.Skip(keys.Length))
        {
            Assert.That(await _bench.FindKeyAsync(lost), Is.Null);
        }
    }

    /// <summary>Whether the store tells everything; false when it says that it cannot.</summary>
    private async Task<bool> IsRightAsync()
    {
        try
        {
            Assert.That(await _history.TextAsync(_bench), Is.EqualTo(_history.Text()));
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Appends as a server does: when it is not known whether it is stored, the store is opened anew.</summary>
    private async Task AppendCertainlyAsync(LogBatch batch)
    {
        while ((await _bench.Store.AppendAsync(batch, CancellationToken.None)).Outcome != AppendOutcome.Committed)
        {
            await _bench.Store.OpenAsync(CancellationToken.None);
        }
    }

    private static async Task AppendAsync(StoreBench bench, StoreHistory history, int groups)
    {
        for (var i = 0; i < groups; i++)
        {
            await bench.AppendAsync(history.Next());
        }
    }

    private static async Task SpoilAsync(string index, string how)
    {
        switch (how)
        {
            case "missing":
                File.Delete(index);
                break;
            case "empty":
                await File.WriteAllBytesAsync(index, []);
                break;
            case "rubbish":
                await File.WriteAllTextAsync(index, new string('?', 10_000));
                break;
            case "cut":
                await using (var file = File.OpenWrite(index))
                {
                    file.SetLength(file.Length - 8192);
                }

                break;
            case "with a page of zeros":
            case "with zeros from the second page on":
                await using (var file = File.OpenWrite(index))
                {
                    file.Seek(4096, SeekOrigin.Begin);
                    file.Write(new byte[how == "with a page of zeros" ? 4096 : file.Length - 4096]);
                }

                break;
            case "with a log of another file beside":
                await File.WriteAllBytesAsync(index + "-wal", [.. await File.ReadAllBytesAsync(index)]);
                break;
            default:
                Change(index, how switch
                {
                    "without progress" => "DELETE FROM progress",
                    "of another store" => "UPDATE progress SET store = randomblob(16)",
                    "of another program" => "DROP TABLE progress",
                    "of another version" => "PRAGMA user_version = 99",
                    "with progress of another form" => "UPDATE progress SET store = 'a word'",
                    _ => throw new ArgumentException(how),
                });
                break;
        }
    }

    private static void Change(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
