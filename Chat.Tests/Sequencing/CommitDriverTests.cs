using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Sequencing.Commands;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Groups, and what becomes of them when the store does not take them.</summary>
[TestFixture]
internal sealed class CommitDriverTests
{
    [Test]
    public async Task Kick_WithCommandsInLine_CommitsThemAsOneGroup()
    {
        await using var bench = new DriverBench();
        var (ann, ben) = (bench.Enter("ann", "#a"), bench.Enter("ben", "#a"));

        bench.Do(bench.Post(ann, "#a"), bench.Post(ben, "#a"), bench.Post(ann, "#a"));

        Assert.That(bench.Log.Groups, Has.Count.EqualTo(1));
        Assert.That(bench.Log.Groups[0].Logs.Single().Events, Has.Count.EqualTo(3));
        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "Posted 1", "Posted 3" }));
        Assert.That(Answers(ben.New), Is.EqualTo(new[] { "Posted 2" }));
    }

    [Test]
    public async Task Kick_WhileACommitIsUnderWay_MakesTheNextGroupOfWhatComesMeanwhile()
    {
        await using var bench = new DriverBench();
        var (ann, ben) = (bench.Enter("ann", "#a"), bench.Enter("ben", "#a"));
        _ = ann.New;
        var gate = bench.Log.HoldAppends(inline: true);
        bench.Do(bench.Post(ann, "#a"));

        for (var i = 0; i < 5; i++)
        {
            bench.Do(bench.Post(ben, "#a"), DriverBench.Ping(ann, 9));
        }

        Assert.That(ann.New.Concat(ben.New), Is.Empty, "Nothing is said or answered before it is committed.");
        gate.Open();
        bench.Scheduler.Run();

        Assert.That(bench.Log.Groups.Select(group => group.Logs.Sum(append => append.Events.Count)), Is.EqualTo(new[] { 1, 5 }));
        Assert.That(bench.Log.Groups[1].Logs.Single().ExpectedHead, Is.EqualTo(1));
        Assert.That(ben.New.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(new[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(ann.New.Count(frame => frame is PongFrame), Is.EqualTo(5));
    }

    [TestCase(AppendFault.Full, ErrorCodes.StorageFull)]
    [TestCase(AppendFault.Failed, ErrorCodes.Unavailable)]
    [TestCase(AppendFault.DoubtBefore, ErrorCodes.Unavailable)]
    [TestCase(AppendFault.ThrowBefore, ErrorCodes.Unavailable)]
    public async Task Commit_ThatIsRefused_FailsThePostsAndDoesTheRestAgainInOrder(object fault, string code)
    {
        await using var bench = new DriverBench();
        var (ann, ben, late) = (bench.Enter("ann", "#a"), bench.Enter("ben", "#a"), bench.Connect());
        bench.Log.NextAppends((AppendFault)fault);

        bench.Do(
            bench.Join(ann, "#b"),
            bench.Post(ann, "#b"),
            bench.EnterOf(late, "new"),
            bench.Rename(ben, "bob"),
            bench.Post(ben, "#a"),
            bench.Leave(ben, "#a"),
            DriverBench.Ping(ben, 1));

        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "Joined 0", $"{code} 1000" }));
        Assert.That(Answers(ben.New), Is.EqualTo(new[] { "Done", $"{code} 1000", "Done", "Pong" }));
        Assert.That(Answers(late.New), Is.EqualTo(new[] { "Welcome new" }));
        Assert.That(bench.Log.Groups, Has.Count.EqualTo(1));
        bench.Do(bench.Whois(ann, "bob"), bench.Members(ann, "#b"), bench.Post(ben, "#a"));
        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "User bob", "Members ann" }));
        Assert.That(Answers(ben.New), Is.EqualTo(new[] { $"{code} 1000" }), "Order is kept before anything else is looked at.");
    }

    [Test]
    public async Task Commit_ThatIsRefused_TellsNobodyOfIt()
    {
        await using var bench = new DriverBench();
        var (ann, ben) = (bench.Enter("ann", "#a", "#b"), bench.Enter("ben", "#a", "#b"));
        _ = ann.New;
        bench.Log.NextAppends(AppendFault.Full);

        bench.Do(bench.Post(ann, "#a", "lost"), bench.Post(ann, "@ben", "lost"), bench.Post(ann, "#b", "lost", EventKind.Topic));
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        bench.Do(bench.Post(ben, "#a", "first"), bench.Mine(ben), bench.Join(ben, "#b"));

        var frames = ben.New;
        Assert.That(frames.OfType<EventFrame>().Select(e => (e.Room, e.Seq, e.Text)), Is.EqualTo(new[] { ("#a", 1L, "first") }));
        Assert.That(frames.OfType<MineListFrame>().Single().Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#a", "#b" }));
        Assert.That(frames.OfType<JoinedFrame>().Single().Topic, Is.Null);
    }

    [Test]
    public async Task Commit_ThatIsRefused_LosesNoDisconnect()
    {
        await using var bench = new DriverBench();
        var (ann, ben) = (bench.Enter("ann", "#a"), bench.Enter("ben", "#a"));
        _ = ann.New;
        bench.Log.NextAppends(AppendFault.Full, AppendFault.Full);

        bench.Do(bench.Post(ann, "#a"), DriverBench.Exit(ben));
        bench.Do(bench.Members(ann, "#a"), bench.EnterOf(bench.Connect(), "ben"));

        Assert.That(ben.Outlet.Flushes, Is.EqualTo(1));
        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "storage_full 1000", "Members ann" }));
    }

    [Test]
    public async Task Commit_ThatIsRefusedForAPostOnAnothersNameOfIt_HasTheOtherTryAgain()
    {
        // The same post came twice, on two connections; the first was to be stored, the second was to be told of it.
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        var key = bench.NewId();
        bench.Log.NextAppends(AppendFault.Full);

        bench.Do(bench.Post(ann, "#a", "hi", key: key), bench.Post(ann, "#a", "hi", key: key));

        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "storage_full 1000", "Posted 1" }));
        Assert.That(bench.Log.Groups, Has.Count.EqualTo(2));
    }

    [TestCase(AppendFault.DoubtAfter)]
    [TestCase(AppendFault.ThrowAfter)]
    public async Task Commit_InDoubt_WhenItIsStored_CountsAsCommitted(object fault)
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a", "#b");
        bench.Log.NextAppends((AppendFault)fault);

        bench.Do(bench.Post(ann, "#a"), bench.Post(ann, "#b"), bench.Post(ann, "#a"));
        bench.Do(bench.Post(ann, "#a"));

        Assert.That(bench.Log.Opens, Is.EqualTo(1));
        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "Posted 1", "Posted 1", "Posted 2", "Posted 3" }));
    }

    [Test]
    public async Task Commit_InDoubt_OpensTheStoreAgainAndAgainWithLongerPauses()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        bench.Log.NextAppends(AppendFault.ThrowAfter);
        bench.Log.FailOpens(9);

        bench.Do(bench.Post(ann, "#a"), DriverBench.Ping(ann));
        foreach (var (milliseconds, opens) in new[] { (100, 1), (200, 2), (400, 3), (800, 4), (1_600, 5), (3_200, 6), (5_000, 7), (5_000, 8), (5_000, 9) })
        {
            Assert.That(bench.Log.Opens, Is.EqualTo(opens));
            bench.Time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.That(bench.Log.Opens, Is.EqualTo(opens));
            Assert.That(ann.New, Is.Empty);
            bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await bench.Scheduler.RunUntilAsync(() => ann.Outlet.Answers > 3);
        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "Posted 1", "Pong" }));
    }

    [Test]
    public async Task Commit_ThatTheStoreCancelsByItself_IsInDoubtAndNotTheEnd()
    {
        await using var bench = new DriverBench(new CancellingLog());
        var ann = bench.Enter("ann", "#a");

        bench.Do(bench.Post(ann, "#a"), DriverBench.Ping(ann));

        Assert.That(bench.Faults, Is.Empty);
        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "unavailable 1000", "Pong" }));
    }

    [Test]
    public async Task Commit_InDoubt_OfALogOfWhichTheStoreHasNothingLeft_IsNotStored()
    {
        // A store with a bound may have forgotten a whole log; what it does not know it has not taken.
        await using var bench = new DriverBench(new MemoryEventLog(64 * 1024));
        var ann = bench.Enter("ann", "#quiet", "#busy");
        bench.Do(bench.Post(ann, "#quiet"));
        for (var i = 0; i < 10; i++)
        {
            bench.Do(bench.Post(ann, "#busy", new string('x', 16_000)));
        }

        _ = ann.New;
        bench.Log.NextAppends(AppendFault.DoubtBefore);
        bench.Do(bench.Post(ann, "#quiet"), DriverBench.Ping(ann));
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        bench.Do(bench.Post(ann, "#quiet"));

        Assert.That(bench.Faults, Is.Empty);
        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "unavailable 1000", "Pong", "Posted 2" }));
    }

    [Test]
    public async Task Commit_OfAKeyThatTheStoreHas_IsAnsweredWithItsPlaceAndTheRestIsStored()
    {
        await using var bench = new DriverBench();
        var (ann, ben) = (bench.Enter("ann", "#a"), bench.Enter("ben", "#a"));
        _ = ann.New;
        var key = bench.NewId();
        bench.Do(bench.Post(ann, "#a", "first", key: key), bench.Post(ben, "#a"));
        bench.Do(bench.Post(ben, "#a"));
        _ = (ann.New, ben.New);

        // Nothing was prepared, and what the sequencer knew of it is forgotten by now.
        bench.Do(bench.Post(ben, "#a", "before"), bench.Post(ann, "#a", "again", key: key), bench.Post(ben, "#a", "after"));

        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "Posted 1" }));
        Assert.That(Answers(ben.New), Is.EqualTo(new[] { "Posted 4", "Posted 5" }));
        Assert.That(bench.Log.Groups, Has.Count.EqualTo(4), "The last is decided again.");
    }

    [Test]
    public async Task Commit_OfADuplicateThatTheStoreDoesNotName_EndsTheServer()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        bench.Log.AnswerAppend(new AppendResult(AppendOutcome.Duplicate));

        bench.Do(bench.Post(ann, "#a"));

        Assert.That(bench.Faults, Has.Count.EqualTo(1));
        bench.Faults.Clear();
    }

    [Test]
    public async Task Commit_WhenAnotherWritesToTheStore_EndsTheServerAndAcknowledgesNothing()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        bench.Log.NextAppends(AppendFault.Moved);

        bench.Do(bench.Post(ann, "#a"));
        bench.Do(bench.Post(ann, "#a"), DriverBench.Ping(ann));

        Assert.That(bench.Faults, Has.Count.EqualTo(1));
        Assert.That(ann.New, Is.Empty);
        bench.Faults.Clear();
    }

    [Test]
    public async Task StopAsync_AfterAFault_Returns()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        bench.Log.NextAppends(AppendFault.Moved);
        bench.Do(bench.Post(ann, "#a"));

        await bench.Driver.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        bench.Faults.Clear();
    }

    [Test]
    public async Task StopAsync_WithACommitUnderWay_EndsWithIt()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        var gate = bench.Log.HoldAppends(inline: true);
        bench.Do(bench.Post(ann, "#a"));

        var stopped = bench.Driver.StopAsync();
        Assert.That(stopped.IsCompleted, Is.False);
        gate.Open();
        await stopped.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "Posted 1" }));
    }

    [Test]
    public async Task StopAsync_WithACommitThatHangs_EndsWhenTheServerGivesUp()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        bench.Log.HoldAppends();
        bench.Do(bench.Post(ann, "#a"));
        var stopped = bench.Driver.StopAsync();

        await bench.CancelAsync();
        await stopped.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(ann.New, Is.Empty);
    }

    [Test]
    public async Task Settle_InEveryWay_LetsGoOfWhatWasPrepared()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        foreach (var fault in new[] { AppendFault.None, AppendFault.Full, AppendFault.DoubtBefore, AppendFault.ThrowAfter, AppendFault.None })
        {
            bench.Time.Advance(TimeSpan.FromSeconds(2));
            bench.Log.NextAppends(fault);
            var command = bench.Post(ann, "#a") with { Pin = bench.Window.Take() };
            var ping = DriverBench.Ping(ann) with { Pin = bench.Window.Take() };
            var fromNobody = bench.Post(bench.Connect(), "#a") with { Pin = bench.Window.Take() };
            bench.Do(command, ping, fromNobody);
        }

        bench.Time.Advance(TimeSpan.FromSeconds(2));
        bench.Do(bench.Post(ann, "#a"));
        bench.Do(bench.Post(ann, "#a"));

        // Three groups of the loop are stored, and two after it.
        Assert.That(bench.Window.Floor, Is.EqualTo(5));
    }

    [Test]
    public async Task Commit_WhileSomebodyPrepares_KeepsWhatHeCannotHaveRead()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        var key = bench.NewId();
        var pin = bench.Window.Take();
        bench.Do(bench.Post(ann, "#a", key: key));
        for (var i = 0; i < 10; i++)
        {
            bench.Do(bench.Post(ann, "#a"));
        }

        _ = ann.New;
        bench.Do(bench.Post(ann, "#a", key: key) with { Pin = pin }, bench.Post(ann, "#a", "better", EventKind.Edit, 1));

        Assert.That(Answers(ann.New), Is.EqualTo(new[] { "Posted 1", "Posted 12" }));
        Assert.That(bench.Log.Groups, Has.Count.EqualTo(12), "The store did not have to refuse it.");
    }

    [Test]
    public async Task Kick_WithMoreThanAGroupTakes_CutsItAndLetsOthersUseTheThread()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        bench.Submit([.. Enumerable.Range(0, 5_000).Select(_ => bench.Post(ann, "#a"))]);

        bench.Driver.Kick();
        bench.Scheduler.Run();

        Assert.That(bench.Log.Groups.Select(group => group.Logs[0].Events.Count), Has.All.LessThanOrEqualTo(2_048));
        Assert.That(ann.New.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, 5_000)));

        bench.Submit([.. Enumerable.Range(0, 40).Select(_ => bench.Post(ann, "#a", new string('x', 16_384)))]);
        var groups = bench.Log.Groups.Count;
        bench.Do();
        Assert.That(bench.Log.Groups.Skip(groups).Select(group => group.Logs[0].Events.Sum(e => e.Text.Length)), Has.All.LessThanOrEqualTo(528 * 1024));
    }

    [Test]
    public async Task Kick_WithTwoGroupsInLine_DeliversTheFirstWhileTheSecondIsCommitted()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        var gate = bench.Log.HoldAppends(inline: true);
        bench.Do(bench.Post(ann, "#a"));
        bench.Do(bench.Post(ann, "#a"));

        gate.Open();
        gate = bench.Log.HoldAppends(inline: true);
        bench.Scheduler.Run();
        Assert.That(ann.New.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(new[] { 1 }), "The second is not said before it is committed.");

        gate.Open();
        bench.Scheduler.Run();
        Assert.That(ann.New.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task Kick_FromManyThreads_GivesEveryCommandOneTurnInItsSessionsOrder()
    {
        const int Each = 2_000;
        await using var bench = new DriverBench();
        var peers = Enumerable.Range(0, 4).Select(i => bench.Enter($"n{i}", "#a")).ToArray();
        var commands = peers.Select(peer => Enumerable.Range(0, Each).Select(i => i % 10 == 0
            ? bench.Post(peer, "#a")
            : (Command)DriverBench.Ping(peer, (ulong)i)).ToArray()).ToArray();

        await Task.WhenAll(commands.Select(own => Task.Run(() =>
        {
            foreach (var command in own)
            {
                bench.Driver.Submit(command);
                bench.Driver.Kick();
            }
        })));
        await EndAsync(bench);

        Assert.That(bench.Faults, Is.Empty);
        foreach (var peer in peers)
        {
            var frames = peer.New;
            Assert.That(frames.OfType<PongFrame>().Select(pong => (int)pong.Token), Is.EqualTo(Enumerable.Range(0, Each).Where(i => i % 10 != 0)));
            Assert.That(frames.OfType<PostedFrame>().Select(posted => posted.Seq), Is.Ordered.And.Exactly(Each / 10).Items);
            Assert.That(frames.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, 4 * Each / 10)));
        }
    }

    internal static IEnumerable<string> Answers(IEnumerable<Frame> frames) => frames.Select(Answer).OfType<string>();

    private static string? Answer(Frame frame) => frame switch
    {
        PostedFrame posted => $"Posted {posted.Seq}",
        ErrorFrame { RetryMs: { } retry } error => $"{error.Code} {retry}",
        ErrorFrame error => error.Code,
        JoinedFrame joined => $"Joined {joined.Head}",
        DoneFrame => "Done",
        PongFrame => "Pong",
        WelcomeFrame welcome => $"Welcome {welcome.Nick}",
        UserFrame user => $"User {user.Nick}",
        MemberListFrame members => $"Members {string.Join(' ', members.Members.Select(member => member.Nick))}",
        _ => null,
    };

    /// <summary>A store that gives up on the first group by itself.</summary>
    private sealed class CancellingLog : IEventLog
    {
        private readonly MemoryEventLog _inner = new();
        private bool _hasCancelled;

        public ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation) => _inner.OpenAsync(cancellation);

        public ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation)
        {
            if (_hasCancelled)
            {
                return _inner.AppendAsync(batch, cancellation);
            }

            _hasCancelled = true;
            throw new TaskCanceledException("The store waited long enough.");
        }

        public ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation) => _inner.KeepAsync(marks, cancellation);

        public ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation) => _inner.ReadAsync(read, cancellation);

        public ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation) => _inner.ReadStateAsync(cancellation);

        public ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation) => _inner.SearchAsync(search, cancellation);

        public ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation) => _inner.FindAsync(log, seq, cancellation);

        public ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation) => _inner.FindKeyAsync(key, cancellation);

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }

    /// <summary>Lets the driver come to its end, which takes what it has scheduled.</summary>
    private static async Task EndAsync(DriverBench bench)
    {
        var stopping = bench.Driver.StopAsync();
        while (!stopping.IsCompleted)
        {
            bench.Scheduler.Run();
            await Task.Yield();
        }

        await stopping;
        bench.Scheduler.Run();
    }
}
