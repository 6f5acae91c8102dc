using Chat.Protocol;
using Chat.Server.Log;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>What every store of logs must do. A fixture for each store derives from it; what is here is about appending.</summary>
internal abstract partial class EventLogContract
{
    protected const int AnyBytes = int.MaxValue;

    private static readonly UserId Ann = new(1);
    private static readonly UserId Ben = new(2);

    private byte _lastLog;
    private byte _lastKey;

    protected IEventLog Store { get; private set; } = null!;

    [SetUp]
    public async Task OpenStore()
    {
        (_lastLog, _lastKey) = (0, 0);
        Store = Create();
        Assert.That((await Store.OpenAsync(CancellationToken.None)).Logs, Is.Empty);
    }

    [TearDown]
    public ValueTask CloseStore() => Store.DisposeAsync();

    /// <summary>A new store with nothing in it, and room for all that these tests write.</summary>
    protected abstract IEventLog Create();

    [Test]
    public async Task AppendAsync_ToANewLog_StoresTheEventsAndTellsBounds()
    {
        var log = NewLog();

        var result = await Store.AppendAsync([new LogAppend(log, 0, [Said(1, "one"), Said(2, "two")])], CancellationToken.None);

        Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Committed));
        Assert.That(result.Logs, Is.EqualTo(new[] { new LogBounds(log, 1, 2) }));
        Assert.That(await TextsAsync(log), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task AppendAsync_AtTheHead_GoesOnThere()
    {
        var log = NewLog();
        await AppendAsync(log, Said(1, "one"));

        var result = await AppendAsync(log, Said(2, "two"), Said(3, "three"));

        Assert.That(result.Logs, Is.EqualTo(new[] { new LogBounds(log, 1, 3) }));
        Assert.That(await TextsAsync(log), Is.EqualTo(new[] { "one", "two", "three" }));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public async Task AppendAsync_AtAnotherHead_IsMovedAndStoresNothing(int expected)
    {
        var log = NewLog();
        var other = NewLog();
        await AppendAsync(log, Said(1, "one"), Said(2, "two"));

        var result = await Store.AppendAsync(
            [new LogAppend(other, 0, [Said(1, "beside")]), new LogAppend(log, expected, [Said(expected + 1, "late")])], CancellationToken.None);

        Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Moved));
        Assert.That(await TextsAsync(log), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(await TextsAsync(other), Is.Empty);
        Assert.That(await AppendAsync(other, Said(1, "beside")), Has.Property("Outcome").EqualTo(AppendOutcome.Committed));
    }

    [Test]
    public async Task AppendAsync_OfSeveralLogs_StoresAllAndTellsAllBounds()
    {
        var logs = new[] { NewLog(), NewLog(), NewLog() };
        await AppendAsync(logs[1], Said(1, "before"));

        var result = await Store.AppendAsync(
            [new LogAppend(logs[0], 0, [Said(1, "a")]), new LogAppend(logs[1], 1, [Said(2, "b")]), new LogAppend(logs[2], 0, [Said(1, "c"), Said(2, "d")])],
            CancellationToken.None);

        Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Committed));
        Assert.That(result.Logs, Is.EquivalentTo(new[] { new LogBounds(logs[0], 1, 1), new LogBounds(logs[1], 1, 2), new LogBounds(logs[2], 1, 2) }));
        Assert.That(await TextsAsync(logs[0]), Is.EqualTo(new[] { "a" }));
        Assert.That(await TextsAsync(logs[1]), Is.EqualTo(new[] { "before", "b" }));
        Assert.That(await TextsAsync(logs[2]), Is.EqualTo(new[] { "c", "d" }));
    }

    [Test]
    public async Task AppendAsync_OfAKeyThatIsStored_IsDuplicateAndStoresNothingOfTheGroup([Values] bool inAnotherLog)
    {
        var log = NewLog();
        var target = inAnotherLog ? NewLog() : log;
        var head = inAnotherLog ? 0 : 2;
        var key = NewKey();
        await AppendAsync(log, Said(1, "none"), Said(2, "first") with { Key = key, Time = 77 });

        var result = await Store.AppendAsync(
            [new LogAppend(NewLog(), 0, [Said(1, "new")]), new LogAppend(target, head, [Said(head + 1, "again") with { Key = key }])], CancellationToken.None);

        Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Duplicate));
        Assert.That(result.Duplicates, Is.EqualTo(new[] { new KeyedEvent(new PostKey(Ann, key), log, 2, 77) }));
        Assert.That(await TextsAsync(log), Is.EqualTo(new[] { "none", "first" }));
        Assert.That((await Store.OpenAsync(CancellationToken.None)).Logs, Is.EqualTo(new[] { new LogBounds(log, 1, 2) }));
    }

    [Test]
    public async Task AppendAsync_OfSeveralKeysThatAreStored_TellsThemAll()
    {
        var log = NewLog();
        Guid[] keys = [NewKey(), NewKey(), NewKey()];
        await AppendAsync(log, [.. keys.Select((key, i) => Said(i + 1, "first") with { Key = key })]);

        var result = await Store.AppendAsync(
            [new LogAppend(log, 3, [Said(4, "x") with { Key = keys[2] }, Said(5, "y") with { Key = NewKey() }, Said(6, "z") with { Key = keys[0] }])],
            CancellationToken.None);

        Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Duplicate));
        Assert.That(result.Duplicates.Select(keyed => keyed.Seq), Is.EquivalentTo(new[] { 1, 3 }));
    }

    [Test]
    public async Task AppendAsync_OfAKeyOfSomebodyElse_IsNoDuplicate()
    {
        var log = NewLog();
        var key = NewKey();
        await AppendAsync(log, Said(1, "ann's") with { Key = key });

        await AppendAsync(log, Said(2, "ben's") with { Author = Ben, Key = key });

        Assert.That((await Store.FindKeyAsync(new PostKey(Ann, key), CancellationToken.None))?.Seq, Is.EqualTo(1));
        Assert.That((await Store.FindKeyAsync(new PostKey(Ben, key), CancellationToken.None))?.Seq, Is.EqualTo(2));
    }

    [Test]
    public async Task AppendAsync_WithoutKeys_IsNeverDuplicate()
    {
        var log = NewLog();
        await AppendAsync(log, Said(1, "one"));
        await AppendAsync(log, Said(2, "one"), Said(3, "one"));

        Assert.That(await TextsAsync(log), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task AppendAsync_AfterARefusal_TakesTheSameEventsAtTheRightHead()
    {
        var log = NewLog();
        var key = NewKey();
        var refused = await Store.AppendAsync(
            [new LogAppend(log, 0, [Said(1, "stays")]), new LogAppend(NewLog(), 0, [Said(1, "too") with { Key = key }])], CancellationToken.None);
        Assert.That(refused.Outcome, Is.EqualTo(AppendOutcome.Committed));
        Assert.That(
            await Store.AppendAsync([new LogAppend(log, 0, [Said(1, "moved") with { Key = NewKey() }])], CancellationToken.None),
            Has.Property("Outcome").EqualTo(AppendOutcome.Moved));

        await AppendAsync(log, Said(2, "moved") with { Key = new Guid(_lastKey, 0, 0, new byte[8]) });

        Assert.That(await TextsAsync(log), Is.EqualTo(new[] { "stays", "moved" }));
    }

    [Test]
    public async Task OpenAsync_WhenThereIsSomething_TellsTheBoundsOfAllLogsAndChangesNothing()
    {
        var logs = new[] { NewLog(), NewLog() };
        await AppendAsync(logs[0], Said(1, "a"), Said(2, "b"));
        await AppendAsync(logs[1], Said(1, "c"));

        for (var i = 0; i < 2; i++)
        {
            var bounds = (await Store.OpenAsync(CancellationToken.None)).Logs;
            Assert.That(bounds, Is.EquivalentTo(new[] { new LogBounds(logs[0], 1, 2), new LogBounds(logs[1], 1, 1) }));
        }

        Assert.That(await TextsAsync(logs[0]), Is.EqualTo(new[] { "a", "b" }));
        await AppendAsync(logs[0], Said(3, "after"));
    }

    protected LogId NewLog() => new(new Guid(0, 0, 0, [0, 0, 0, 0, 0, 0, 1, ++_lastLog]));

    private protected Guid NewKey() => new(++_lastKey, 0, 0, new byte[8]);

    private protected static LogEvent Said(long seq, string text, EventKind kind = EventKind.Text, long? about = null) =>
        new() { Seq = seq, Time = 1_000 + seq, Author = Ann, Nick = "ann", Kind = kind, Text = text, Ref = about };

    /// <summary>Appends to one log where the first event says, which has to succeed.</summary>
    private protected async Task<AppendResult> AppendAsync(LogId log, params LogEvent[] events)
    {
        var result = await Store.AppendAsync([new LogAppend(log, events[0].Seq - 1, events)], CancellationToken.None);
        Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Committed));
        return result;
    }

    private protected async Task<IReadOnlyList<LogEvent>> AllAsync(LogId log) =>
        (await Store.ReadAsync(new LogRead(log, 0, long.MaxValue, int.MaxValue, AnyBytes, FromEnd: false), CancellationToken.None)).Events;

    private async Task<string[]> TextsAsync(LogId log) => [.. (await AllAsync(log)).Select(logEvent => logEvent.Text)];
}
