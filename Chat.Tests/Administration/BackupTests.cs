using Chat.Server.Administration;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Administration;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
internal sealed class BackupTests : IDisposable
{
    private readonly StoreBench _bench = new();

    private string Target => _bench["copy.db"];

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Run_OfAStoppedStore_MakesOneFileThatIsSound()
    {
        await _bench.FillAsync();

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Done));
        Assert.That(Outside(), Is.EqualTo(new[] { "copy.db" }));
        Assert.That(_bench.Told, Has.Count.EqualTo(1).And.Some.Contains("is a backup of"));
        AssertSound(Target);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Target), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task Run_WhileAWriterAppends_CopiesOneMoment()
    {
        await _bench.FillAsync();
        await using var log = _bench.Open();
        await log.OpenAsync(CancellationToken.None);
        using var over = new CancellationTokenSource();
        var head = 9L;
        var atLeast = new SemaphoreSlim(0);
        var writing = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                head++;
                await StoreBench.AppendAsync(log, new LogBatch([new LogAppend(_bench.Lobby, head - 1, [StoreBench.Event(head, StoreBench.Ann, new string('x', 10_000))])]));
                atLeast.Release();
            }
        });

        var heads = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            await atLeast.WaitAsync();
            Run(replaces: true);
            using var copy = Database.OpenReader(Target);
            heads.Add(Database.Number(copy, "SELECT head FROM logs WHERE number = 1"));
        }

        await over.CancelAsync();
        await writing;

        Assert.That(heads, Is.Ordered.And.All.InRange(10, head));
        AssertSound(Target);
    }

    [Test]
    public async Task Run_OfAnEmptyStore_Works()
    {
        await using (var log = _bench.Open())
        {
            await log.OpenAsync(CancellationToken.None);
        }

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Done));
        AssertSound(Target);
    }

    [Test]
    public async Task Run_OntoAFile_RefusesUnlessForced()
    {
        await _bench.FillAsync();
        await File.WriteAllTextAsync(Target, "mine");

        Assert.That(() => Run(), Throws.TypeOf<CommandException>().With.Message.Contains("exists; choose another name, or give --force"));
        Assert.That(await File.ReadAllTextAsync(Target), Is.EqualTo("mine"));

        Run(replaces: true);
        AssertSound(Target);
        Assert.That(Outside(), Is.EqualTo(new[] { "copy.db" }));
    }

    [TestCase("data/chat.db")]
    [TestCase("data/index.db")]
    [TestCase("data/chat.db-wal")]
    public async Task Run_OntoTheServersOwnFiles_RefusesEvenWhenForced(string name)
    {
        await _bench.FillAsync();

        Assert.That(() => Run(replaces: true, _bench[name]), Throws.TypeOf<CommandException>().With.Message.Contains("is a file of the server itself"));
    }

    [Test]
    public async Task Run_WhereNoneCanBe_SaysWhy()
    {
        await _bench.FillAsync();

        Assert.That(() => Run(target: _bench["none/copy.db"]), Throws.TypeOf<CommandException>().With.Message.Contains("there is no folder"));
        Assert.That(() => Run(target: _bench["data"]), Throws.TypeOf<CommandException>().With.Message.Contains("is a folder"));
        Assert.That(Outside(), Is.Empty);
    }

    [Test]
    public void Run_WithoutAStore_SaysSoAndLeavesNothing()
    {
        Assert.That(() => Run(), Throws.TypeOf<StoreException>());
        Assert.That(Outside(), Is.Empty);
    }

    [TestCase("PRAGMA user_version = 99", "was written by a newer chatd")]
    [TestCase("PRAGMA application_id = 5", "is a database of another program")]
    public async Task Run_OfAForeignStore_SaysSoAndLeavesNothing(string change, string reason)
    {
        await _bench.FillAsync();
        _bench.Sql(change);

        Assert.That(() => Run(), Throws.TypeOf<StoreException>().With.Message.Contains(reason));
        Assert.That(Outside(), Is.Empty);
    }

    [Test]
    public async Task Run_OfADamagedStore_RefusesAndLeavesTheLastBackup()
    {
        await _bench.FillAsync();
        Run();
        var before = await File.ReadAllBytesAsync(Target);
        _bench.Sql("DROP TABLE members");

        Assert.That(() => Run(replaces: true), Throws.TypeOf<CommandException>().With.Property(nameof(CommandException.IsDamage)).True);
        Assert.That(await File.ReadAllBytesAsync(Target), Is.EqualTo(before));
        Assert.That(Outside(), Is.EqualTo(new[] { "copy.db" }));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(5)]
    public async Task Run_Interrupted_LeavesNothing(int steps)
    {
        await _bench.FillAsync();
        await using (var log = _bench.Open())
        {
            await log.OpenAsync(CancellationToken.None);
            await StoreBench.AppendAsync(log, new LogBatch([
                new LogAppend(_bench.Lobby, 9, [.. Enumerable.Range(10, 400).Select(seq => StoreBench.Event(seq, StoreBench.Ann, new string('x', 16_000)))]),
            ]));
        }

        using var over = new CancellationTokenSource();
        await using var terminal = new CancellingWriter(steps, over);
        _bench.Time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);
        var place = _bench.Place with { Progress = new Progress(terminal, isTerminal: true, _bench.Time) };

        Assert.That(() => new Backup(place).Run(Target, replaces: false, over.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(terminal.HasCancelled, Is.True);
        Assert.That(Outside(), Is.Empty);
    }

    private CommandOutcome Run(bool replaces = false, string? target = null) => new Backup(_bench.Place).Run(target ?? Target, replaces, CancellationToken.None);

    private string?[] Outside() => [.. Directory.GetFiles(Path.GetDirectoryName(Target)!).Select(Path.GetFileName)];

    /// <summary>As a store of its own.</summary>
    private static void AssertSound(string file)
    {
        using var other = new StoreBench();
        File.Copy(file, other.Files.Database);
        Assert.That(new Check(other.Place).Run(CancellationToken.None), Is.EqualTo(CommandOutcome.Done), string.Join('\n', other.Printed));
    }
}
