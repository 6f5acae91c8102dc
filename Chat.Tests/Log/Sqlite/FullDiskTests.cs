using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Tests.Support;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>There is no room for more: by SQLite's own bound on the pages of a database, which fails as a full disk does.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FullDiskTests
{
    private const long AsManyAsThereCanBe = 0xffff_fffe;

    private readonly StoreHistory _history = new(11);
    private readonly StoreBench _bench;
    private SqliteConnection? _connection;

    public FullDiskTests()
    {
        _bench = new StoreBench(options => options with { Seams = new SqliteSeams { Opened = connection => _connection = connection } });
    }

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task AppendAsync_WhenThereIsNoRoom_IsFullAndStoresNothingUntilThereIs()
    {
        await _bench.OpenAsync();
        for (var times = 0; times < 5; times++)
        {
            for (var i = 0; i < 5; i++)
            {
                await _bench.AppendAsync(_history.Next());
            }

            Fill();
            var batch = await AppendUntilFullAsync();
            var (text, keys) = (_history.Text(_history.Keys), _history.Keys);
            Assert.That(await OutcomeAsync(batch), Is.EqualTo(AppendOutcome.Full));
            foreach (var log in batch.Logs)
            {
                Assert.That(await _bench.ReadAsync(log.Log), Has.Count.EqualTo(log.ExpectedHead), "Nothing of it is stored, and the rest is read.");
                foreach (var e in log.Events.Where(static e => e.Key is not null))
                {
                    Assert.That(await _bench.FindKeyAsync(new PostKey(e.Author, e.Key!.Value)), Is.Null);
                }
            }

            MakeRoom();
            await _bench.AppendAsync(batch);
            Assert.That(await _history.TextAsync(_bench), Is.EqualTo(_history.Text(keys)));
            Assert.That(text, Is.EqualTo(_history.Text(keys)));
        }

        Assert.That(await _history.TextAsync(_bench, await _bench.OpenAsync()), Is.EqualTo(_history.Text()));
    }

    [Test]
    public async Task Server_WhenThereIsNoRoom_RefusesPostsGivesHistoryAndRecovers()
    {
        await _bench.OpenAsync();
        await using var server = await RunningServer.StartAsync(log: _bench.Store, time: _bench.Time);
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice");
        await alice.JoinAsync("#lobby");
        await alice.PostAsync("#lobby", "before");
        Fill();

        ErrorFrame? refusal = null;
        var (stored, key, text) = (1, Guid.Empty, new string('x', 4_000));
        for (; refusal is null; stored++)
        {
            key = Guid.NewGuid();
            refusal = await alice.AskAsync(id => new PostFrame(id, key, "#lobby", EventKind.Text, text)) as ErrorFrame;
        }

        stored--;
        Assert.That(refusal.Code, Is.EqualTo(ErrorCodes.StorageFull));
        Assert.That(refusal.RetryMs, Is.Positive);
        Assert.That((await alice.HistoryAsync("#lobby", 100)).Events, Has.Count.EqualTo(stored));
        Assert.That((await alice.SearchAsync("before")).Hits, Has.Count.EqualTo(1));
        await using (var bob = await WireClient.EnterAsync(server.Endpoint, "bob"))
        {
            await bob.JoinAsync("#lobby");
            Assert.That((await bob.HistoryAsync("#lobby", 1)).Events, Has.Count.EqualTo(1), "Who only reads and leaves is served.");
        }

        MakeRoom();
        Assert.That((await alice.PostAsync("#lobby", text, key: key)).Seq, Is.EqualTo(stored + 1));
        Assert.That((await alice.PostAsync("#lobby", "after")).Seq, Is.EqualTo(stored + 2));
        Assert.That((await alice.SearchAsync("after")).Hits, Has.Count.EqualTo(1));
    }

    private async Task<LogBatch> AppendUntilFullAsync()
    {
        while (true)
        {
            // Long texts, so that it does not take long, and a key in each first event.
            var batch = _history.Next(4_000);
            if (await OutcomeAsync(batch) is var outcome && outcome != AppendOutcome.Committed)
            {
                Assert.That(outcome, Is.EqualTo(AppendOutcome.Full));
                return batch;
            }
        }
    }

    private async Task<AppendOutcome> OutcomeAsync(LogBatch batch) => (await _bench.Store.AppendAsync(batch, CancellationToken.None)).Outcome;

    private void Fill() => Limit(Database.Number(_connection!, "PRAGMA page_count") + 2);

    private void MakeRoom() => Limit(AsManyAsThereCanBe);

    private void Limit(long pages) => Database.Execute(_connection!, $"PRAGMA max_page_count = {pages}");
}
