using Chat.Protocol;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Server.Log.SystemEvents;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>What a durable store keeps beside its logs.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoredMarksTests
{
    private static readonly UserId Ann = new(1);
    private static readonly UserId Ben = new(2);
    private static readonly LogId Hall = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly LogId Pair = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly LogId Nowhere = new(new Guid(3, 0, 0, new byte[8]));
    private static readonly DeviceId Laptop = new(new Fingerprint([.. Enumerable.Repeat((byte)1, 32)]));
    private static readonly DeviceId Unknown = new(new Fingerprint([.. Enumerable.Repeat((byte)2, 32)]));

    private readonly StoreBench _bench;
    private Action _committing = static () => { };
    private long _system;

    public StoredMarksTests()
    {
        _bench = new StoreBench(options => options with
        {
            Retention = new RetentionPolicy(new RetentionRule(null, 3), [(RoomName.TryParse("#kept", out var kept) ? kept : throw new InvalidOperationException(), RetentionRule.KeepAll)]),
            Seams = new SqliteSeams { Committing = () => _committing() },
        });
    }

    [SetUp]
    public async Task FillStore()
    {
        await _bench.OpenAsync();
        await AppendAsync(
            [new LogAppend(Hall, 0, [Said(1), Said(2), Said(3)]), new LogAppend(Pair, 0, [Said(1)])],
            [
                new UserAdded(5, Ann, "ann"), new UserAdded(5, Ben, "ben"), new DeviceAdded(5, Ann, Laptop, "chat/1"), new RoomAdded(5, Hall, "#hall"), new MemberAdded(5, Hall, Ann),
                new MemberAdded(5, Hall, Ben), new ConversationAdded(5, Pair, Ann, Ben),
            ],
            Added(Hall, 2, Ann), Added(Hall, 3, Ann), Added(Hall, 3, Ben), Added(Pair, 1, Ben));
    }

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task KeepAsync_OfMarks_IsThereAfterARestart([Values] bool isCrash)
    {
        Assert.That(await KeepAsync(Read(Ann, Hall, 2), Read(Ben, Pair, 1)), Is.True);
        Assert.That(await KeepAsync(Read(Ann, Hall, 1)), Is.True, "The newest word counts: somebody may have left and come again.");

        await using var crashed = isCrash ? _bench.Crash() : null;
        var bench = crashed ?? _bench;
        await bench.OpenAsync();
        var state = await bench.Store.ReadStateAsync(CancellationToken.None);

        Assert.That(state.Marks.Reads, Is.EquivalentTo(new[] { Read(Ann, Hall, 1), Read(Ben, Pair, 1) }));
        Assert.That(state.Mentions, Is.EqualTo(new[] { new Mention(Hall, 3, Ann), new Mention(Hall, 3, Ben) }), "What is read has gone.");
    }

    [Test]
    public async Task KeepAsync_OfASighting_IsThereAfterARestart()
    {
        Assert.That((await StateAsync()).Marks.Sightings, Is.EqualTo(new[] { new DeviceSighting(Laptop, 5) }));

        Assert.That(await _bench.Store.KeepAsync(new KeptMarks([], [new DeviceSighting(Laptop, 77), new DeviceSighting(Unknown, 78)]), CancellationToken.None), Is.True);

        await _bench.OpenAsync();
        Assert.That((await StateAsync()).Marks.Sightings, Is.EqualTo(new[] { new DeviceSighting(Laptop, 77) }));
    }

    [Test]
    public async Task KeepAsync_OfWhatIsNotThere_KeepsTheOthers()
    {
        await AppendAsync([], [new UserAdded(6, new UserId(3), "eve"), new MemberRemoved(6, Hall, Ben)]);

        Assert.That(await KeepAsync(Read(Ann, Nowhere, 1), Read(new UserId(77), Hall, 1), Read(Ben, Hall, 1), Read(new UserId(3), Pair, 1), Read(Ann, Hall, 1)), Is.True);

        Assert.That((await StateAsync()).Marks.Reads, Is.EqualTo(new[] { Read(Ann, Hall, 1) }));
    }

    [Test]
    public async Task KeepAsync_OfMoreThanOneTransactionTakes_KeepsAll()
    {
        var users = Enumerable.Range(10, 1_000).Select(static id => new UserId(id)).ToArray();
        await AppendAsync([], [.. users.SelectMany(static user => new SystemEvent[] { new UserAdded(6, user, $"u{user.Value}"), new MemberAdded(6, Hall, user) })]);

        Assert.That(await KeepAsync([.. users.Select(static user => Read(user, Hall, 2))]), Is.True);

        Assert.That((await StateAsync()).Marks.Reads.Select(static mark => mark.User), Is.EquivalentTo(users));
    }

    [Test]
    public async Task KeepAsync_WhenTheDiskRefuses_SaysSoAndKeepsNothing()
    {
        _committing = static () => throw new SqliteException("full", SQLitePCL.raw.SQLITE_FULL);
        Assert.That(await KeepAsync(Read(Ann, Hall, 2)), Is.False);
        _committing = static () => { };

        Assert.That((await StateAsync()).Marks.Reads, Is.Empty);
        Assert.That((await StateAsync()).Mentions, Has.Count.EqualTo(4));
        Assert.That(await KeepAsync(Read(Ann, Hall, 2)), Is.True);
        Assert.That((await StateAsync()).Marks.Reads, Is.EqualTo(new[] { Read(Ann, Hall, 2) }));
    }

    [Test]
    public async Task KeepAsync_InDoubt_SaysNoUntilTheStoreIsOpenedAnew()
    {
        _committing = static () => throw new SqliteException("lost", SQLitePCL.raw.SQLITE_IOERR);
        Assert.That(await KeepAsync(Read(Ann, Hall, 2)), Is.False);
        _committing = static () => { };

        Assert.That(await KeepAsync(Read(Ann, Hall, 2)), Is.False);
        Assert.That((await _bench.Store.AppendAsync(new LogBatch([]), CancellationToken.None)).Outcome, Is.EqualTo(AppendOutcome.InDoubt));

        await _bench.Store.OpenAsync(CancellationToken.None);
        Assert.That(await KeepAsync(Read(Ann, Hall, 2)), Is.True);
    }

    [Test]
    public async Task KeepAsync_OfAStoreThatIsClosed_SaysNo()
    {
        var store = _bench.Store;
        await _bench.CloseAsync();

        Assert.That(await store.KeepAsync(new KeptMarks([Read(Ann, Hall, 2)], []), CancellationToken.None), Is.False);
    }

    [Test]
    public async Task AppendAsync_OfChangesOfMentions_MakesThemTrueInTheirOrder()
    {
        await AppendAsync(
            [new LogAppend(Hall, 3, [Said(4), Said(5)])],
            [],
            Added(Hall, 4, Ben), Change(MentionChangeKind.Removed, Hall, 4, Ben), Added(Hall, 4, Ann), Change(MentionChangeKind.RemovedUpTo, Hall, 3, Ann), Added(Hall, 5, Ann), Added(Hall, 5, Ann));

        Assert.That((await StateAsync()).Mentions, Is.EqualTo(new[] { new Mention(Hall, 3, Ben), new Mention(Hall, 4, Ann), new Mention(Hall, 5, Ann), new Mention(Pair, 1, Ben) }));
    }

    [Test]
    public async Task AppendAsync_ThatFails_LeavesMentionsAsTheyWere()
    {
        _committing = static () => throw new SqliteException("full", SQLitePCL.raw.SQLITE_FULL);
        var batch = new LogBatch([new LogAppend(Hall, 3, [Said(4)])]) { Mentions = [Added(Hall, 4, Ann)] };
        Assert.That((await _bench.Store.AppendAsync(batch, CancellationToken.None)).Outcome, Is.EqualTo(AppendOutcome.Full));
        _committing = static () => { };

        Assert.That((await StateAsync()).Mentions, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task AppendAsync_OfAMentionOfSomebodyWhoIsForgotten_KeepsNone()
    {
        await KeepAsync(Read(Ben, Hall, 1), Read(Ann, Hall, 1));

        await AppendAsync([new LogAppend(Hall, 3, [Said(4)])], [new UserForgotten(7, Ben)], Added(Hall, 4, Ben), Added(Hall, 4, Ann));

        var state = await StateAsync();
        Assert.That(state.Mentions.Select(static mention => mention.User), Is.EqualTo(new[] { Ann, Ann, Ann }));
        Assert.That(state.Marks.Reads, Is.EqualTo(new[] { Read(Ann, Hall, 1) }));
    }

    [Test]
    public async Task AppendAsync_OfALeave_TakesMarkAndMentions()
    {
        await KeepAsync(Read(Ann, Hall, 1), Read(Ann, Pair, 1));

        await AppendAsync([], [new MemberRemoved(7, Hall, Ann)]);

        var state = await StateAsync();
        Assert.That(state.Mentions.Select(static mention => mention.User), Is.EqualTo(new[] { Ben, Ben }));
        Assert.That(state.Marks.Reads, Is.EqualTo(new[] { Read(Ann, Pair, 1) }));
    }

    [Test]
    public async Task TidyAsync_OfEventsThatSpeakToSomebody_TakesTheMentions()
    {
        await AppendAsync([new LogAppend(Hall, 3, [Said(4), Said(5)])], [], Added(Hall, 5, Ben));
        await AppendAsync([new LogAppend(Pair, 1, [Said(2)])], []);

        await _bench.Store.TidyAsync(CancellationToken.None);

        Assert.That((await StateAsync()).Mentions.Select(static mention => (mention.Room, mention.Seq)), Is.EqualTo(new[] { (Hall, 3L), (Hall, 3L), (Hall, 5L), (Pair, 1L) }));
        await AppendAsync([new LogAppend(Hall, 5, [Said(6)])], [], Added(Hall, 2, Ann));
        Assert.That((await StateAsync()).Mentions.Select(static mention => mention.Seq), Has.None.EqualTo(2), "It is not there any more.");
    }

    private Task<bool> KeepAsync(params ReadMark[] reads) => _bench.Store.KeepAsync(new KeptMarks(reads, []), CancellationToken.None).AsTask();

    private Task<StoredState> StateAsync() => _bench.Store.ReadStateAsync(CancellationToken.None).AsTask();

    private async Task AppendAsync(LogAppend[] logs, SystemEvent[] system, params MentionChange[] mentions)
    {
        await _bench.AppendAsync(new LogBatch(logs, system.Length > 0 ? new SystemAppend(_system, system) : null) { Mentions = mentions });
        _system += system.Length;
    }

    private static ReadMark Read(UserId user, LogId room, long seq) => new(user, room, seq);

    private static MentionChange Added(LogId room, long seq, UserId user) => Change(MentionChangeKind.Added, room, seq, user);

    private static MentionChange Change(MentionChangeKind kind, LogId room, long seq, UserId user) => new(kind, new Mention(room, seq, user));

    private static LogEvent Said(long seq) => new() { Seq = seq, Time = 10 + seq, Author = Ann, Nick = "ann", Kind = EventKind.Text, Text = $"said {seq}" };
}
