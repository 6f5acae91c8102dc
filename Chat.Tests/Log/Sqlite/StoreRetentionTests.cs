using System.Text;
using Chat.Protocol;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Server.Log.SystemEvents;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>What is past retention is gone, and its keys are known for ever.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoreRetentionTests
{
    private static readonly UserId Ann = new(1);
    private static readonly LogId Lobby = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly LogId Kept = new(new Guid(2, 0, 0, new byte[8]));

    private readonly StoreBench _bench;
    private RetentionRule _rule = new(null, 10);
    private Action _committing = static () => { };
    private long _lastKey;

    public StoreRetentionTests()
    {
        _bench = new StoreBench(options => options with
        {
            Retention = new RetentionPolicy(_rule, [(RoomName.TryParse("#kept", out var kept) ? kept : throw new InvalidOperationException(), RetentionRule.KeepAll)]),
            Seams = new SqliteSeams { Committing = () => _committing() },
        });
    }

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task TidyAsync_WithABoundOnTheCount_KeepsTheNewest([Values(11, 12, 30, 100)] int count)
    {
        await SayAsync(Lobby, count);

        await TidyAsync();

        var slice = await _bench.Store.ReadAsync(new LogRead(Lobby, 0, long.MaxValue, int.MaxValue, int.MaxValue, FromEnd: false), CancellationToken.None);
        Assert.That(slice.First, Is.EqualTo(count - 9));
        Assert.That(slice.Events.Select(static e => e.Text), Is.EqualTo(Enumerable.Range(count - 9, 10).Select(static i => $"said{i}z")));
        Assert.That((await _bench.Store.ReadAsync(new LogRead(Lobby, 0, 3, 5, 5, FromEnd: true), CancellationToken.None)).First, Is.EqualTo(count - 9));
        Assert.That(await _bench.Store.FindAsync(Lobby, count - 10, CancellationToken.None), Is.Null);
        AssertGone(1, count - 10);
        Assert.That((await _bench.OpenAsync()).Logs, Is.EqualTo(new[] { new LogBounds(Lobby, count - 9, count) }));
        Assert.That((await _bench.ReadAsync(Lobby)), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task TidyAsync_WithABoundOnTheAge_KeepsWhatIsYounger()
    {
        _rule = new RetentionRule(TimeSpan.FromHours(1), null);
        await SayAsync(Lobby, 40);
        _bench.Time.Advance(TimeSpan.FromMinutes(50));
        await SayAsync(Lobby, 5);
        await TidyAsync();
        Assert.That(await _bench.ReadAsync(Lobby), Has.Count.EqualTo(45));

        _bench.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(1));
        await TidyAsync();

        Assert.That((await _bench.ReadAsync(Lobby)).Select(static e => e.Seq), Is.EqualTo(Enumerable.Range(41, 5)));
        AssertGone(1, 40);
    }

    [Test]
    public async Task TidyAsync_WhenEverythingIsTooOld_KeepsTheNewestBlockOnlyAndGoesOn()
    {
        _rule = new RetentionRule(TimeSpan.FromHours(1), null);
        await SayAsync(Lobby, 5);
        await SayAsync(Kept, 0);
        await _bench.AppendAsync(new LogBatch([new LogAppend(new LogId(Guid.NewGuid()), 0, [Said(1)])]));
        _bench.Time.Advance(TimeSpan.FromDays(9));
        await TidyAsync();

        Assert.That(await _bench.ReadAsync(Lobby), Is.Empty);
        var opened = await _bench.OpenAsync();
        Assert.That(opened.Logs.Single(log => log.Log == Lobby), Is.EqualTo(new LogBounds(Lobby, 6, 5)));
        Assert.That(opened.Logs.Single(log => log.Log != Lobby), Has.Property(nameof(LogBounds.First)).EqualTo(1), "It says which ids of blocks have been given.");
        await SayAsync(Lobby, 2);
        Assert.That((await _bench.ReadAsync(Lobby)).Select(static e => e.Seq), Is.EqualTo(new[] { 6, 7 }));
        await TidyAsync();
        Assert.That((await _bench.OpenAsync()).Logs.Select(static log => log.First), Is.EquivalentTo(new[] { 6, 2 }));
    }

    [Test]
    public async Task TidyAsync_WithARuleForARoom_TakesFromTheOthersOnly()
    {
        await SayAsync(Lobby, 30);
        await SayAsync(Kept, 30);

        await TidyAsync();

        Assert.That(await _bench.ReadAsync(Lobby), Has.Count.EqualTo(10));
        Assert.That(await _bench.ReadAsync(Kept), Has.Count.EqualTo(30));
    }

    /// <summary>The first thing that is looked at may not be in the index yet.</summary>
    [Test]
    public async Task TidyAsync_BeforeAnythingIsIndexed_LeavesNothingForEver()
    {
        await SayAsync(Lobby, 100);
        await _bench.Store.TidyAsync(CancellationToken.None);
        await _bench.Store.TidyAsync(CancellationToken.None);

        AssertGone(1, 90);
        Assert.That(await _bench.ReadAsync(Lobby), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task AppendAsync_AfterRetention_TellsWhichLogsBeginLater()
    {
        await SayAsync(Lobby, 30);
        await SayAsync(Kept, 1);
        await TidyAsync();

        var result = await _bench.Store.AppendAsync(new LogBatch([new LogAppend(Kept, 1, [Said(2)])]), CancellationToken.None);
        Assert.That(result.Logs, Is.EquivalentTo(new[] { new LogBounds(Kept, 1, 2), new LogBounds(Lobby, 21, 30) }));

        result = await _bench.Store.AppendAsync(new LogBatch([new LogAppend(Kept, 2, [Said(3)])]), CancellationToken.None);
        Assert.That(result.Logs, Is.EquivalentTo(new[] { new LogBounds(Kept, 1, 3) }));
    }

    [TestCase("as it is")]
    [TestCase("missing")]
    [TestCase("from before")]
    public async Task AppendAsync_OfAKeyThatRetentionHasTaken_IsDuplicate(string index)
    {
        await SayAsync(Lobby, 5);
        await _bench.SearchAsync("said*", Lobby);
        await _bench.CloseAsync();
        var early = await File.ReadAllBytesAsync(_bench.Files.Index);
        await SayAsync(Lobby, 95);
        await TidyAsync();
        await _bench.CloseAsync();
        if (index == "missing")
        {
            File.Delete(_bench.Files.Index);
        }
        else if (index == "from before")
        {
            await File.WriteAllBytesAsync(_bench.Files.Index, early); // What it was told since was not on the disk when the power went.
        }

        await _bench.OpenAsync();

        for (var i = 1; i <= 100; i++)
        {
            Assert.That((await _bench.FindKeyAsync(new PostKey(Ann, Key(i))))?.Seq, Is.EqualTo(i));
        }

        var again = await _bench.Store.AppendAsync(new LogBatch([new LogAppend(Lobby, 100, [Said(101) with { Key = Key(7) }])]), CancellationToken.None);
        Assert.That(again.Outcome, Is.EqualTo(AppendOutcome.Duplicate));
        Assert.That(again.Duplicates.Single(), Has.Property(nameof(KeyedEvent.Seq)).EqualTo(7).And.Property(nameof(KeyedEvent.Log)).EqualTo(Lobby));
        Assert.That(await _bench.SearchAsync("said7z", Lobby), Is.Empty);
        Assert.That(await _bench.SearchAsync("said99z", Lobby), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task TidyAsync_OfAMessageWhoseEditStays_KeepsItsTextUntilTheEditGoes()
    {
        await SayAsync(Lobby, 9);
        await _bench.AppendAsync(Lobby, Said(10) with { Kind = EventKind.Edit, Ref = 1, Text = "edited1z" });
        await SayAsync(Lobby, 9);
        await TidyAsync();
        Assert.That((await _bench.ReadAsync(Lobby))[0], Has.Property(nameof(LogEvent.Text)).EqualTo("edited1z"));

        await SayAsync(Lobby, 1);
        await TidyAsync();
        Assert.That((await _bench.ReadAsync(Lobby))[0], Has.Property(nameof(LogEvent.Text)).EqualTo("said11z"));
        Assert.That(Files(), Has.None.Contains("edited1z"));
    }

    [Test]
    public async Task OpenAsync_AfterACrashBetweenIndexAndDatabase_TakesThemTheNextTime()
    {
        await SayAsync(Lobby, 60);
        await _bench.SearchAsync("said*", Lobby);
        StoreBench? crashed = null;
        _committing = () => crashed ??= _bench.Crash();
        await TidyAsync();

        await using var after = crashed!;
        await after.OpenAsync();
        Assert.That(await after.ReadAsync(Lobby), Has.Count.EqualTo(60));
        Assert.That((await after.FindKeyAsync(new PostKey(Ann, Key(1))))?.Seq, Is.EqualTo(1));

        Assert.That(await after.Store.TidyAsync(CancellationToken.None), Is.True);
        Assert.That(await after.ReadAsync(Lobby), Has.Count.EqualTo(10));
        Assert.That((await after.FindKeyAsync(new PostKey(Ann, Key(1))))?.Seq, Is.EqualTo(1));
        Assert.That(await after.SearchAsync("said*", Lobby), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task AppendAsync_AfterRetentionLeftACommitInDoubt_HasTheStoreOpenedAnew()
    {
        await SayAsync(Lobby, 60);
        await _bench.SearchAsync("said*", Lobby);
        _committing = static () => throw new IOException("The disk is gone.");
        Assert.That(() => _bench.Store.TidyAsync(CancellationToken.None), Throws.TypeOf<CommitDoubtException>());
        _committing = static () => { };

        Assert.That((await _bench.Store.AppendAsync(new LogBatch([new LogAppend(Lobby, 60, [Said(61)])]), CancellationToken.None)).Outcome, Is.EqualTo(AppendOutcome.InDoubt));
        await _bench.Store.OpenAsync(CancellationToken.None);
        await TidyAsync();
        Assert.That(await _bench.ReadAsync(Lobby), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task TidyAsync_WithADamagedBlock_TakesFromTheOtherLogs()
    {
        await SayAsync(Lobby, 5);
        await _bench.AppendAsync(Lobby, Said(6) with { Text = "damagedz" });
        await SayAsync(Lobby, 24);
        var other = new LogId(Guid.NewGuid());
        await SayAsync(other, 30);
        await _bench.CloseAsync();
        var database = await File.ReadAllBytesAsync(_bench.Files.Database);
        database[database.AsSpan().IndexOf("damagedz"u8)] ^= 1;
        await File.WriteAllBytesAsync(_bench.Files.Database, database);
        await _bench.OpenAsync();

        Assert.That(await _bench.Store.TidyAsync(CancellationToken.None), Is.False);

        Assert.That(await _bench.ReadAsync(other), Has.Count.EqualTo(10));
    }

    private static Guid Key(long number) => new((int)number, 0, 0, new byte[8]);

    private static LogEvent Said(long seq) => new() { Seq = seq, Time = 1, Author = Ann, Nick = "ann", Kind = EventKind.Text, Text = $"said{seq}z" };

    /// <summary>Says things at the time that it is, each in a group of its own.</summary>
    private async Task SayAsync(LogId log, int count)
    {
        var opened = await _bench.OpenAsync();
        if (opened.SystemHead == 0)
        {
            await _bench.AppendAsync(new LogBatch([], new SystemAppend(0, [new RoomAdded(1, Lobby, "#lobby"), new RoomAdded(1, Kept, "#Kept")])));
        }

        var head = opened.Logs.FirstOrDefault(bounds => bounds.Log == log).Head;
        for (var i = 1; i <= count; i++)
        {
            await _bench.AppendAsync(log, Said(head + i) with { Time = _bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), Key = Key(++_lastKey) });
        }
    }

    private async Task TidyAsync()
    {
        await _bench.SearchAsync("said*", Lobby); // So that all of it is in the index.
        Assert.That(await _bench.Store.TidyAsync(CancellationToken.None), Is.True);
    }

    private IEnumerable<string> Files() => _bench.Bytes().Values.Select(Encoding.Latin1.GetString);

    private void AssertGone(int first, int last)
    {
        foreach (var file in Files())
        {
            Assert.That(Enumerable.Range(first, last - first + 1).Where(i => file.Contains($"said{i}z", StringComparison.Ordinal)), Is.Empty);
        }
    }
}
