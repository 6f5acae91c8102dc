using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Tests.Support;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>Commits of which nobody knows whether they have happened, because the disk failed at the last moment.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoreDoubtTests
{
    private static readonly UserId Ann = new(1);

    private readonly StoreHistory _history = new(5);
    private readonly StoreBench _bench;
    private Action _committing = static () => { };
    private Action _committed = static () => { };
    private Action _opened = static () => { };

    public StoreDoubtTests()
    {
        _bench = new StoreBench(options => options with
        {
            Seams = new SqliteSeams { Committing = () => _committing(), Committed = () => _committed(), Opened = _ => _opened() },
        });
    }

    [SetUp]
    public async Task FillStore()
    {
        await _bench.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            await _bench.AppendAsync(_history.Next());
        }
    }

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task AppendAsync_WhenTheCommitFailsInDoubt_IsTruthAfterOpeningAnew([Values] bool isStored)
    {
        for (var times = 0; times < 5; times++)
        {
            var before = _history.Text();
            var keysBefore = _history.Keys.ToArray();
            var batch = _history.Next();
            FailOnce(isStored);

            Assert.That(await OutcomeAsync(batch), Is.EqualTo(AppendOutcome.InDoubt));
            Assert.That(await OutcomeAsync(batch), Is.EqualTo(AppendOutcome.InDoubt), "Nothing is appended until it is opened anew.");

            var opened = await _bench.Store.OpenAsync(CancellationToken.None);
            if (isStored)
            {
                Assert.That(await _history.TextAsync(_bench, opened), Is.EqualTo(_history.Text()));
            }
            else
            {
                Assert.That(await StoreModel.TextAsync(_bench, opened, keysBefore, StoreHistory.Word), Is.EqualTo(before));
                await _bench.AppendAsync(batch);
            }
        }

        Assert.That(await _history.TextAsync(_bench, await _bench.OpenAsync()), Is.EqualTo(_history.Text()));
    }

    [Test]
    public async Task FindKeyAsync_OfAKeyInDoubt_IsRefusedUntilOpenedAnew([Values] bool isStored)
    {
        var (log, key) = (new LogId(Guid.NewGuid()), new PostKey(Ann, Guid.NewGuid()));
        var batch = new LogBatch([new LogAppend(log, 0, [Said(1, key.Key)])]);
        FailOnce(isStored);
        await OutcomeAsync(batch);

        Assert.That(() => _bench.FindKeyAsync(key), Throws.TypeOf<LogUnavailableException>());
        Assert.That(await _bench.FindKeyAsync(_history.Keys[0]), Is.Not.Null, "Others are known.");
        Assert.That(await _bench.ReadAsync(_history.Model.Logs.Keys.First()), Is.Not.Empty, "Reads go on.");

        await _bench.Store.OpenAsync(CancellationToken.None);
        Assert.That((await _bench.FindKeyAsync(key))?.Seq, Is.EqualTo(isStored ? 1 : null));
        Assert.That(await OutcomeAsync(batch), Is.EqualTo(isStored ? AppendOutcome.Moved : AppendOutcome.Committed));
    }

    [Test]
    public async Task OpenAsync_ThatFailsAfterADoubt_CanBeTriedAgain()
    {
        var batch = _history.Next();
        FailOnce(isStored: true);
        await OutcomeAsync(batch);
        _opened = static () => throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);

        for (var times = 0; times < 3; times++)
        {
            Assert.That(async () => await _bench.Store.OpenAsync(CancellationToken.None), Throws.TypeOf<LogUnavailableException>());
            Assert.That(await OutcomeAsync(_history.Next()), Is.EqualTo(AppendOutcome.InDoubt));
            Assert.That(() => _bench.FindKeyAsync(_history.Keys[0]), Throws.TypeOf<LogUnavailableException>());
            Assert.That(() => _bench.SearchAsync(StoreHistory.Word, new LogId(Guid.NewGuid())), Throws.TypeOf<LogUnavailableException>());
            Assert.That(() => _bench.Store.TidyAsync(CancellationToken.None), Throws.TypeOf<LogUnavailableException>());
        }

        _opened = static () => { };
        await _bench.Store.OpenAsync(CancellationToken.None);
        Assert.That(await _bench.FindKeyAsync(_history.Keys[0]), Is.Not.Null);
    }

    /// <summary>What the disk has refused once may be in the memory of the system only. It is written once more before anybody believes in it.</summary>
    [Test]
    public async Task OpenAsync_AfterADoubtThatWasStored_HasItInTheDatabaseItself()
    {
        var batch = _history.Next();
        FailOnce(isStored: true);
        await OutcomeAsync(batch);

        await _bench.Store.OpenAsync(CancellationToken.None);

        Assert.That(new FileInfo(_bench.Files.Database + "-wal").Length, Is.Zero);
    }

    [Test]
    public async Task FindKeyAsync_WhileItsCommitIsUnderWay_WaitsForIt()
    {
        using var reached = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _committing = () =>
        {
            reached.Release();
            goOn.Wait();
        };
        var (log, key) = (new LogId(Guid.NewGuid()), new PostKey(Ann, Guid.NewGuid()));
        var append = Task.Run(() => OutcomeAsync(new LogBatch([new LogAppend(log, 0, [Said(1, key.Key)])])));
        await reached.WaitAsync();

        using var gaveUp = new CancellationTokenSource();
        var abandoned = _bench.Store.FindKeyAsync(key, gaveUp.Token).AsTask();
        var waiting = _bench.FindKeyAsync(key);
        var other = _bench.Store.AppendAsync(new LogBatch([]), gaveUp.Token).AsTask();
        await gaveUp.CancelAsync();
        Assert.That(() => abandoned, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => other, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(waiting.IsCompleted, Is.False);
        _committing = static () => { };
        goOn.Release();

        Assert.That(await append, Is.EqualTo(AppendOutcome.Committed));
        Assert.That((await waiting)?.Seq, Is.EqualTo(1));
    }

    [TestCase(SQLitePCL.raw.SQLITE_FULL, AppendOutcome.Full)]
    [TestCase(SQLitePCL.raw.SQLITE_BUSY, AppendOutcome.Failed)]
    public async Task AppendAsync_WhenTheCommitFailsForCertain_StoresNothingAndGoesOn(int error, AppendOutcome outcome)
    {
        var batch = _history.Next();
        _committing = () => throw new SqliteException("no", error);
        Assert.That(await OutcomeAsync(batch), Is.EqualTo(outcome));
        Assert.That(await OutcomeAsync(batch), Is.EqualTo(outcome));
        _committing = static () => { };

        await _bench.AppendAsync(batch);

        Assert.That(await _history.TextAsync(_bench), Is.EqualTo(_history.Text()));
        Assert.That(await _history.TextAsync(_bench, await _bench.OpenAsync()), Is.EqualTo(_history.Text()));
    }

    [Test]
    public async Task Server_WhoseStoreLeavesACommitInDoubt_FindsOutAndGoesOn([Values] bool isStored)
    {
        await using var server = await RunningServer.StartAsync(log: _bench.Store, time: _bench.Time);
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice");
        await using var bob = await WireClient.EnterAsync(server.Endpoint, "bob");
        await alice.JoinAsync("#lobby");
        await bob.JoinAsync("#lobby");
        await alice.PostAsync("#lobby", "before");
        var key = Guid.NewGuid();
        FailOnce(isStored);

        var answer = await alice.AskAsync(id => new PostFrame(id, key, "#lobby", EventKind.Text, "in doubt", null));

        if (isStored)
        {
            Assert.That(answer, Is.InstanceOf<PostedFrame>());
        }
        else
        {
            Assert.That((answer as ErrorFrame)?.Code, Is.EqualTo(ErrorCodes.Unavailable));
        }

        Assert.That((await alice.PostAsync("#lobby", "in doubt", key: key)).Seq, Is.EqualTo(2));
        await alice.PostAsync("#lobby", "after");
        Assert.That((await bob.EventsAsync("#lobby", 3)).Select(e => e.Text), Is.EqualTo(new[] { "before", "in doubt", "after" }));
        Assert.That((await bob.SearchAsync("doubt")).Hits, Has.Count.EqualTo(1));
    }

    private static LogEvent Said(long seq, Guid key) =>
        new() { Seq = seq, Time = 2_000_000, Author = Ann, Nick = "ann", Kind = EventKind.Text, Text = "said", Key = key };

    private async Task<AppendOutcome> OutcomeAsync(LogBatch batch) => (await _bench.Store.AppendAsync(batch, CancellationToken.None)).Outcome;

    private void FailOnce(bool isStored)
    {
        if (isStored)
        {
            _committed = Fail;
        }
        else
        {
            _committing = Fail;
        }

        void Fail()
        {
            _committing = _committed = static () => { };
            throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
        }
    }
}
