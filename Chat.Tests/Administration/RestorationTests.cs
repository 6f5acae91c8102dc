using Chat.Server.Administration;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Server.Log.SystemEvents;
using NUnit.Framework;

namespace Chat.Tests.Administration;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
internal sealed class RestorationTests : IDisposable
{
    private readonly StoreBench _bench = new();

    private string Saved => _bench["saved.db"];

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Run_OverALaterStore_BringsBackWhatWasThereUnderNewIdentities()
    {
        await SaveAsync();
        var (contents, identities) = (await _bench.ContentsAsync(), await _bench.IdentitiesAsync());
        await SayAsync("since then");
        Assert.That(await _bench.ContentsAsync(), Is.Not.EqualTo(contents));

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Done));

        Assert.That(new Check(_bench.Place).Run(CancellationToken.None), Is.EqualTo(CommandOutcome.Done), string.Join('\n', _bench.Printed));
        Assert.That(await _bench.ContentsAsync(), Is.EqualTo(contents));
        var renewed = await _bench.IdentitiesAsync();
        Assert.That(renewed, Has.Count.EqualTo(identities.Count));
        Assert.That(renewed, Is.Unique.And.None.AnyOf([.. identities]));
    }

    [Test]
    public async Task Run_OverAStore_PutsThatAsideAsItWas()
    {
        await SaveAsync();
        await SayAsync("since then");
        var contents = await _bench.ContentsAsync();

        Run();

        var aside = _bench.Files.Database + ".before-restore-20261119T110640Z";
        Assert.That(Names(), Is.EquivalentTo(new[] { "chat.db", "index.db", Path.GetFileName(aside) }));
        Assert.That(_bench.Told, Has.Some.EqualTo($"the database that was there is now {aside}; remove it when it is not wanted any more"));
        using var other = new StoreBench();
        File.Copy(aside, other.Files.Database);
        Assert.That(await other.ContentsAsync(), Is.EqualTo(contents));
    }

    [Test]
    public async Task Run_OfWhatWasPutAside_TakesARestoreBack()
    {
        await SaveAsync();
        await SayAsync("since then");
        var contents = await _bench.ContentsAsync();
        Run();
        var aside = Directory.GetFiles(_bench.Files.Folder, "*.before-restore-*").Single();

        new Restoration(_bench.Place).Run(aside, CancellationToken.None);

        Assert.That(await _bench.ContentsAsync(), Is.EqualTo(contents));
    }

    [Test]
    public async Task Run_Twice_KeepsBothThatWereThere()
    {
        await SaveAsync();

        Run();
        Run();

        Assert.That(Names(), Has.Some.EndsWith("-20261119T110640Z").And.Some.EndsWith("-20261119T110640Z-2"));
    }

    [Test]
    public async Task Run_IntoAnEmptyFolder_MakesTheStore()
    {
        await SaveAsync();
        var contents = await _bench.ContentsAsync();
        using var other = new StoreBench();
        Directory.Delete(other.Files.Folder);

        new Restoration(other.Place).Run(Saved, CancellationToken.None);

        Assert.That(await other.ContentsAsync(), Is.EqualTo(contents));
        Assert.That(other.Told, Has.Count.EqualTo(1));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(other.Files.Folder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(File.GetUnixFileMode(other.Files.Database), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task Run_OfAFileCopyWithItsWal_TakesBoth()
    {
        await _bench.FillAsync();
        await using (var log = _bench.Open())
        {
            await log.OpenAsync(CancellationToken.None);
            await StoreBench.AppendAsync(log, new LogBatch([new LogAppend(_bench.Lobby, 9, [StoreBench.Event(10, StoreBench.Ann, "in the wal")])]));
            File.Copy(_bench.Files.Database, Saved);
            File.Copy(_bench.Files.Database + "-wal", Saved + "-wal");
        }

        var contents = await _bench.ContentsAsync();

        Run();

        Assert.That(await _bench.ContentsAsync(), Is.EqualTo(contents));
    }

    [Test]
    public async Task Run_AfterACrash_FoldsTheWalIn()
    {
        await SaveAsync();
        using var crashed = new StoreBench();
        await using (var log = _bench.Open())
        {
            await log.OpenAsync(CancellationToken.None);
            await StoreBench.AppendAsync(log, new LogBatch([new LogAppend(_bench.Lobby, 9, [StoreBench.Event(10, StoreBench.Ann, "in the wal")])]));
            File.Copy(_bench.Files.Database, crashed.Files.Database);
            File.Copy(_bench.Files.Database + "-wal", crashed.Files.Database + "-wal");
        }

        new Restoration(crashed.Place).Run(Saved, CancellationToken.None);

        var aside = Directory.GetFiles(crashed.Files.Folder, "*.before-restore-*");
        Assert.That(aside, Has.Length.EqualTo(1));
        using var connection = Database.OpenReader(aside[0]);
        Assert.That(Database.Number(connection, "SELECT head FROM logs WHERE number = 1"), Is.EqualTo(10));
    }

    [TestCase("this is no database at all")]
    [TestCase("")]
    public async Task Run_OverADestroyedStore_PutsAllOfItAside(string rest)
    {
        await SaveAsync();
        var contents = await _bench.ContentsAsync();
        await File.WriteAllTextAsync(_bench.Files.Database, rest);
        await File.WriteAllTextAsync(_bench.Files.Database + "-wal", "and this no wal");

        Run();

        Assert.That(await _bench.ContentsAsync(), Is.EqualTo(contents));
        var aside = Directory.GetFiles(_bench.Files.Folder, "*.before-restore-*").Order(StringComparer.Ordinal).ToArray();
        Assert.That(aside.Select(File.ReadAllText), Is.EqualTo(new[] { rest, "and this no wal" }));
    }

    [Test]
    public async Task Run_BesideARunningServer_Refuses()
    {
        await SaveAsync();
        await using var log = _bench.Open();
        await log.OpenAsync(CancellationToken.None);

        Assert.That(Run, Throws.TypeOf<StoreException>().With.Message.Contains("is in use by another chatd; stop that one"));
    }

    [TestCase("PRAGMA user_version = 99", "was written by a newer chatd", false)]
    [TestCase("PRAGMA application_id = 5", "is a database of another program", false)]
    [TestCase("DELETE FROM blocks WHERE id = 1", "is damaged and is not restored: log: #lobby: the seqs 1 to 3 are missing", true)]
    [TestCase("UPDATE users SET nick = 'x' WHERE id = 1", "is damaged and is not restored: state: user 1 (ann)", true)]
    [TestCase("CREATE TABLE extra (a)", "is damaged and is not restored: schema", true)]
    public async Task Run_OfABackupThatCannotBeUsed_ChangesNothing(string change, string reason, bool isDamage)
    {
        await SaveAsync();
        using (var connection = Database.OpenAlone(Saved))
        {
            Database.Execute(connection, change);
        }

        var before = _bench.Snapshots();

        Assert.That(Run, Throws.TypeOf<CommandException>().With.Message.Contains(reason).And.Property(nameof(CommandException.IsDamage)).EqualTo(isDamage));
        Assert.That(_bench.Snapshots(), Is.EqualTo(before));
    }

    [Test]
    public async Task Run_OfWhatIsNoBackup_ChangesNothing()
    {
        await SaveAsync();
        var before = _bench.Snapshots();
        await File.WriteAllTextAsync(_bench["text"], "no database");
        await using (var cut = new FileStream(Saved, FileMode.Open))
        {
            cut.SetLength(8192);
        }

        foreach (var (path, reason) in new[]
        {
            (_bench["none"], "there is no file"), (_bench["data"], "is a folder"), (_bench["text"], "is no database"), (Saved, "has been cut"),
            (_bench.Files.Database, "is the database of the server itself"),
        })
        {
            Assert.That(() => new Restoration(_bench.Place).Run(path, CancellationToken.None), Throws.TypeOf<CommandException>().With.Message.Contains(reason));
        }

        Assert.That(_bench.Snapshots(), Is.EqualTo(before));
    }

    [Test]
    public async Task Run_InterruptedAtAnyStep_LeavesTheStoreAsItWas()
    {
        await SaveAsync();
        await SayAsync("since then");
        var before = _bench.Snapshots();
        _bench.Time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);

        for (var steps = 1; ; steps++)
        {
            using var over = new CancellationTokenSource();
            await using var terminal = new CancellingWriter(steps, over);
            var place = _bench.Place with { Progress = new Progress(terminal, isTerminal: true, _bench.Time) };
            try
            {
                new Restoration(place).Run(Saved, over.Token);
                Assert.That(steps, Is.GreaterThan(5), "it has been interrupted often enough");
                break;
            }
            catch (Exception interrupted) when (interrupted is OperationCanceledException or Microsoft.Data.Sqlite.SqliteException)
            {
                Assert.That(_bench.Snapshots(), Is.EqualTo(before));
            }
        }
    }

    [Test]
    public void Renew_OfEverySystemEvent_KnowsWhetherItIsAboutARoom()
    {
        var former = new LogId(Guid.NewGuid());
        var renewed = new LogId(Guid.NewGuid());
        var types = typeof(SystemEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SystemEvent))).ToArray();

        foreach (var type in types)
        {
            var constructor = type.GetConstructors().Single(each => each.GetParameters().Length > 1);
            var e = (SystemEvent)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
                parameter.ParameterType == typeof(LogId) || parameter.ParameterType == typeof(LogId?) ? former
                : parameter.ParameterType == typeof(Restriction) ? new Restriction(RestrictionKind.Ban, default, "text", null, null, "")
                : parameter.ParameterType == typeof(string) ? "text"
                : Activator.CreateInstance(parameter.ParameterType))]);

            var after = Renewal.Renew(e, log => log == former ? renewed : log);

            Assert.That(after.ToString(), Is.EqualTo(e.ToString().Replace(former.ToString(), renewed.ToString(), StringComparison.Ordinal)), type.Name);
        }

        Assert.That(types, Has.Length.GreaterThan(10).And.Contains(typeof(MemberAdded)));
    }

    private async Task SaveAsync()
    {
        await _bench.FillAsync();
        new Backup(_bench.Place).Run(Saved, replaces: false, CancellationToken.None);
        _bench.Told.Clear();
    }

    private async Task SayAsync(string text)
    {
        await using var log = _bench.Open();
        await log.OpenAsync(CancellationToken.None);
        await StoreBench.AppendAsync(log, new LogBatch([new LogAppend(_bench.Lobby, 9, [StoreBench.Event(10, StoreBench.Ann, text)])]));
        await log.TidyAsync(CancellationToken.None);
    }

    private CommandOutcome Run() => new Restoration(_bench.Place).Run(Saved, CancellationToken.None);

    private string[] Names() => [.. _bench.Snapshots().Keys];
}
