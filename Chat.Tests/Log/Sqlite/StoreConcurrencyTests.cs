using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>Many at once: who appends, who reads and searches, who tidies up, and a store that is opened anew in the middle of it. None waits for ever.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoreConcurrencyTests
{
    private const int Bound = 40;

    private static readonly UserId Ann = new(1);
    private static readonly LogId Room = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StoreBench _bench = new(options => options with
    {
        Seams = new SqliteSeams { RecentKeys = Bound },
        Retention = new RetentionPolicy(new RetentionRule(null, 500), []),
    });

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task AppendAsync_WithMoreKeysThanMayBeOwed_ForgetsNone()
    {
        await _bench.OpenAsync();
        for (var seq = 1; seq <= 400; seq += 8)
        {
            await _bench.AppendAsync(Room, [.. Enumerable.Range(seq, 8).Select(static seq => Said(seq))]);
        }

        for (var seq = 1; seq <= 400; seq++)
        {
            Assert.That((await _bench.FindKeyAsync(new PostKey(Ann, Key(seq))))?.Seq, Is.EqualTo(seq));
            var again = await _bench.Store.AppendAsync(new LogBatch([new LogAppend(Room, 400, [Said(401) with { Key = Key(seq) }])]), CancellationToken.None);
            Assert.That(again.Outcome, Is.EqualTo(AppendOutcome.Duplicate));
        }
    }

    [Test]
    public async Task Everything_AtOnce_EndsAndIsRight()
    {
        await _bench.OpenAsync();
        await _bench.AppendAsync(Room, Said(1));
        using var over = new CancellationTokenSource();
        var others = new List<Task>();
        foreach (var act in (Func<Task>[])
        [
            async () => AssertPrefix((await _bench.Store.ReadAsync(new LogRead(Room, 0, long.MaxValue, 1_000, int.MaxValue, true), CancellationToken.None)).Events),
            async () => await _bench.Store.FindAsync(Room, 1, CancellationToken.None),
            async () => await _bench.FindKeyAsync(new PostKey(Ann, Key(1))),
            async () => await _bench.SearchAsync("said", Room),
            async () => await _bench.Store.TidyAsync(CancellationToken.None),
            () =>
            {
                _bench.Time.Advance(TimeSpan.FromSeconds(1));
                return Task.CompletedTask;
            },
        ])
        {
            others.Add(RepeatAsync(act, over.Token));
        }

        var head = 1;
        for (var groups = 1; groups <= 300; groups++)
        {
            await _bench.AppendAsync(Room, [.. Enumerable.Range(head + 1, 4).Select(static seq => Said(seq))]);
            head += 4;
            if (groups % 50 == 0)
            {
                var opened = await _bench.Store.OpenAsync(CancellationToken.None).AsTask().WaitAsync(Patience);
                Assert.That(opened.Logs.Single().Head, Is.EqualTo(head));
            }
        }

        await over.CancelAsync();
        await Task.WhenAll(others).WaitAsync(Patience);
        while (!await _bench.Store.TidyAsync(CancellationToken.None).WaitAsync(Patience))
        {
        }

        Assert.That(await _bench.ReadAsync(Room), Has.Count.EqualTo(500));
        for (var seq = 1; seq <= head; seq++)
        {
            Assert.That((await _bench.FindKeyAsync(new PostKey(Ann, Key(seq))))?.Seq, Is.EqualTo(seq));
        }

        Assert.That(await _bench.SearchAsync("said", Room), Has.Count.EqualTo(500));
    }

    [Test]
    public async Task DisposeAsync_WhileTheIndexIsHeldAndSearchesWait_EndsAll([Values] bool opensAnew)
    {
        await _bench.OpenAsync();
        using var other = Database.OpenWriter(_bench.Files.Index, Durability.Normal);
        Database.Execute(other, "BEGIN IMMEDIATE");
        await _bench.AppendAsync(Room, Said(1));
        var searches = Enumerable.Range(0, 5).Select(_ => _bench.SearchAsync("said", Room)).ToArray();
        var tidying = _bench.Store.TidyAsync(CancellationToken.None);

        var end = opensAnew ? _bench.Store.OpenAsync(CancellationToken.None).AsTask() : _bench.Store.DisposeAsync().AsTask();
        Database.Execute(other, "ROLLBACK");
        await end.WaitAsync(Patience);

        foreach (var task in searches.Append<Task>(tidying))
        {
            await Task.WhenAny(task).WaitAsync(Patience);
            Assert.That(task.Exception?.InnerException, Is.Null.Or.TypeOf<LogUnavailableException>().Or.InstanceOf<ObjectDisposedException>());
        }
    }

    private static LogEvent Said(int seq) => new() { Seq = seq, Time = 1, Author = Ann, Nick = "ann", Kind = EventKind.Text, Text = "said", Key = Key(seq) };

    private static Guid Key(int number) => new(number, 0, 0, new byte[8]);

    private static void AssertPrefix(IReadOnlyList<LogEvent> events)
    {
        Assert.That(events.Select(static e => e.Seq), Is.EqualTo(events.Count == 0 ? [] : Enumerable.Range((int)events[0].Seq, events.Count).Select(static seq => (long)seq)));
    }

    /// <summary>Does something again and again; a store that is just opened anew may refuse it.</summary>
    private static Task RepeatAsync(Func<Task> act, CancellationToken over) => Task.Run(
        async () =>
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    await act();
                }
                catch (LogUnavailableException)
                {
                    // While it is opened anew.
                }

                await Task.Yield();
            }
        },
        CancellationToken.None);
}
