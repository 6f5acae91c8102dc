using Chat.Server.Administration;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Administration;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
internal sealed class CheckTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Run_OfAFilledStore_FindsNothing()
    {
        await _bench.FillAsync();

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Done));
        var printed = _bench.Printed;
        Assert.That(printed[0], Does.Contain("2 rooms, 2 conversations, 3 users; 13 events in 5 blocks, 17 system events"));
        Assert.That(printed[1], Does.Contain("keys up to block 5"));
        Assert.That(printed[2], Is.EqualTo("sound"));
        Assert.That(_bench.Told, Is.Empty);
    }

    [Test]
    public async Task Run_OfAStoppedStore_LeavesItAsItWas()
    {
        await _bench.FillAsync();
        var before = _bench.Snapshots();

        Run();

        Assert.That(_bench.Snapshots(), Is.EqualTo(before));
    }

    [Test]
    public async Task Run_OfAnEmptyStore_FindsNothing()
    {
        await using (var log = _bench.Open())
        {
            await log.OpenAsync(CancellationToken.None);
        }

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Done));
    }

    [Test]
    public async Task Run_BesideARunningStore_SeesWhatIsCommitted()
    {
        await _bench.FillAsync();
        await using var log = _bench.Open();
        await log.OpenAsync(CancellationToken.None);
        await StoreBench.AppendAsync(log, new Chat.Server.Log.LogBatch([new Chat.Server.Log.LogAppend(_bench.Lobby, 9, [StoreBench.Event(10, StoreBench.Ann, "live")])]));

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Done));
        Assert.That(_bench.Printed[0], Does.Contain("14 events in 6 blocks"));
    }

    [Test]
    public async Task Run_AfterRetention_FindsNothing()
    {
        await _bench.FillAsync();
        await using (var log = _bench.Open(new RetentionPolicy(new RetentionRule(null, 2), [])))
        {
            await log.OpenAsync(CancellationToken.None);
            Assert.That(await log.TidyAsync(CancellationToken.None), Is.True);
        }

        Assert.That(_bench.Number("SELECT first FROM logs WHERE head = 9"), Is.EqualTo(8));
        Assert.That(Run(), Is.EqualTo(CommandOutcome.Done), string.Join('\n', _bench.Printed));
    }

    [TestCase("UPDATE blocks SET data = substr(data, 1, 4) || x'92' || substr(data, 6) WHERE id = 1", "log: #lobby: block 1, from seq 1 on: A block does not have the checksum")]
    [TestCase("DELETE FROM blocks WHERE id = 1", "log: #lobby: the seqs 1 to 3 are missing")]
    [TestCase("DELETE FROM blocks WHERE id = 3", "log: #lobby: the newest event is 3, the log says 9")]
    [TestCase("DELETE FROM blocks WHERE log = 2", "log: conversation of the users 1 and 2: the seqs 1 to 1 are missing")]
    [TestCase("UPDATE blocks SET first = 5 WHERE id = 3", "log: #lobby: the seqs 4 to 4 are missing")]
    [TestCase("UPDATE blocks SET first = 3 WHERE id = 3", "log: #lobby: block 3 begins at seq 3, where the block before has not ended")]
    [TestCase("UPDATE logs SET head = 12 WHERE number = 1", "log: #lobby: the newest event is 9, the log says 12")]
    [TestCase("UPDATE logs SET first = 0 WHERE number = 1", "rows: 1 logs begin or end where none can")]
    [TestCase("UPDATE logs SET last_time = last_time + 1 WHERE number = 1", "log: #lobby: the time of the newest event is not the one that the log says")]
    [TestCase("UPDATE logs SET topic = 'another' WHERE number = 1", "log: #lobby: the topic is not the one that was set last")]
    [TestCase("UPDATE logs SET topic = 'one' WHERE number = 3", "log: #ideas: the topic is not the one that was set last")]
    [TestCase("DELETE FROM revisions WHERE target = 3", "log: #lobby: seq 3: The text of an edited message is missing.")]
    [TestCase("UPDATE revisions SET data = substr(data, 1, 4) || 'a' || substr(data, 6) WHERE target = 3", "log: #lobby: seq 3: The text of an edited message does not have the checksum")]
    [TestCase("INSERT INTO revisions (log, target, edit, data) VALUES (1, 2, 9, x'00')", "log: #lobby: there is an edited text of seq 2, which is not edited")]
    [TestCase("INSERT INTO revisions (log, target, edit, data) VALUES (1, 40, 41, x'00')", "log: #lobby: there is an edited text of seq 40, which is not there")]
    [TestCase("INSERT INTO revisions (log, target, edit, data) VALUES (17, 1, 2, x'00')", "rows: 1 edited texts belong to no log")]
    [TestCase("INSERT INTO blocks VALUES (99, 17, 1, x'00')", "rows: 1 blocks belong to no log")]
    [TestCase("INSERT INTO past_keys VALUES (1, randomblob(16), 17, 1, 2)", "rows: 1 keys of old messages belong to no log")]
    [TestCase("INSERT INTO members VALUES (randomblob(16), 1)", "rows: 1 memberships are of a room that is not there")]
    [TestCase("INSERT INTO members SELECT log, 44 FROM rooms WHERE name = '#ideas'", "rows: 1 memberships are of a user who is not there")]
    [TestCase("INSERT INTO hidden VALUES (randomblob(16), 1)", "rows: 1 conversations that are hidden are not there")]
    [TestCase("INSERT INTO secrets (hash, user) VALUES (randomblob(16), 44)", "rows: 1 secrets are of a user who is not there")]
    [TestCase("INSERT INTO blocked VALUES (1, 44)", "rows: 1 blocks are of a user who is not there")]
    [TestCase("INSERT INTO marks SELECT 2, log, 1 FROM rooms WHERE name = '#ideas'", "rows: 1 read marks are of a user who is not in that room")]
    [TestCase("INSERT INTO marks VALUES (1, randomblob(16), 1)", "rows: 1 read marks are of a user who is not in that room")]
    [TestCase("UPDATE marks SET seq = 10 WHERE user = 1", "rows: 1 read marks are where no message is")]
    [TestCase("UPDATE marks SET seq = 0", "rows: 2 read marks are where no message is")]
    [TestCase("INSERT INTO mentions SELECT log, 1, 3 FROM rooms WHERE name = '#lobby'", "rows: 1 mentions are of a user who is not in that room")]
    [TestCase("UPDATE mentions SET seq = 10", "rows: 1 mentions are of a message that is not there")]
    [TestCase("UPDATE store SET id = x'00'", "rows: the store's identity has a wrong form")]
    [TestCase("DELETE FROM users WHERE id = 2", "state: the tables do not fit each other")]
    [TestCase("DELETE FROM users WHERE id = 2", "log: #lobby: seq 2 is by user 2, who is not there")]
    [TestCase("UPDATE users SET nick = 'mallory' WHERE id = 1", "state: user 1 (ann): the tables have another nick than the system log")]
    [TestCase("UPDATE users SET since = 1 WHERE id = 1", "state: user 1 (ann): the tables have another first time than the system log")]
    [TestCase("UPDATE secrets SET ended = 1 WHERE user = 1", "state: user 1 (ann): the tables have another secrets than the system log")]
    [TestCase("UPDATE rooms SET name = '#hall' WHERE name = '#lobby'", "state: #lobby: the tables have another name than the system log")]
    [TestCase("DELETE FROM members WHERE user = 2", "state: #lobby: the tables have another list of members than the system log")]
    [TestCase("INSERT INTO rooms (log, name) VALUES (randomblob(16), '#ghost')", "state: #ghost is in the tables, not in the system log")]
    [TestCase("DELETE FROM system WHERE seq = 4", "system log: event 4 is missing: the next one is 5")]
    [TestCase("UPDATE system SET data = x'9163' WHERE seq = 4", "system log: event 4: A system event of kind 99 is not known.")]
    [TestCase("UPDATE system SET data = (SELECT data FROM system WHERE seq = 1) WHERE seq = 3", "system log: event 3: A system event does not fit what came before it")]
    [TestCase("DROP INDEX members_by_user", "schema: index members_by_user is missing")]
    [TestCase("CREATE TABLE extra (a)", "schema: table extra is not of this server")]
    public async Task Run_OfDamage_FindsIt(string damage, string finding)
    {
        await _bench.FillAsync();
        _bench.Sql(damage);

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Damaged));
        Assert.That(_bench.Printed, Has.Some.StartsWith(finding));
        Assert.That(_bench.Told, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Run_OfTwoPostsWithOneKey_FindsThem()
    {
        await _bench.FillAsync();
        using (var connection = Database.OpenAlone(_bench.Files.Database))
        using (var blocks = new BlockReader(connection))
        {
            var key = blocks.Find(1)![1].Event.Key!.Value;
            using var insert = new Statement(connection, "INSERT INTO past_keys VALUES (1, ?, 1, 77, 1)");
            insert.Bind(1, key).Run();
        }

        Run();

        Assert.That(_bench.Printed, Has.Some.EqualTo("keys: user 1 has 2 posts with one key, at the seqs 1 and 77"));
    }

    [TestCase("DELETE FROM keys WHERE seq = 2 AND log = 1", "index: the key of user 2's post at seq 2 is not in it")]
    [TestCase("UPDATE progress SET texts = 99", "index: it goes up to block 99, the database to block 5 only")]
    public async Task Run_OfADamagedIndex_FindsIt(string damage, string finding)
    {
        await _bench.FillAsync();
        using (var index = Database.OpenAlone(_bench.Files.Index))
        {
            Database.Execute(index, damage);
        }

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Damaged));
        Assert.That(_bench.Printed, Has.Some.EqualTo(finding));
    }

    [Test]
    public async Task Run_OfADestroyedPageOfTheIndex_FindsIt()
    {
        await _bench.FillAsync();
        long page;
        using (var index = Database.OpenReader(_bench.Files.Index))
        {
            page = Database.Number(index, "SELECT rootpage FROM sqlite_schema WHERE name = 'keys'");
        }

        await using (var file = new FileStream(_bench.Files.Index, FileMode.Open))
        {
            file.Position = (page - 1) * 4096;
            file.Write(new byte[200]);
        }

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Damaged));
        Assert.That(_bench.Printed[..^3], Is.Not.Empty.And.All.StartsWith("index:"));
    }

    [Test]
    public async Task Run_WithoutAnIndex_SaysThatItWillBeMade()
    {
        await _bench.FillAsync();
        File.Delete(_bench.Files.Index);

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Done));
        Assert.That(_bench.Printed[1], Does.EndWith("the server makes it at its start"));
    }

    [Test]
    public async Task Run_OfManyFindingsOfOneSort_CountsOn()
    {
        await _bench.FillAsync();
        for (var i = 0; i < 30; i++)
        {
            _bench.Sql($"INSERT INTO users VALUES ({100 + i}, 'nobody', 1, 0, 0)");
        }

        Run();

        var printed = _bench.Printed;
        Assert.That(printed.Count(line => line.StartsWith("state:", StringComparison.Ordinal)), Is.EqualTo(21));
        Assert.That(printed, Has.Some.EqualTo("state: and 10 more"));
        Assert.That(printed[^1], Is.EqualTo("not sound: 30 findings"));
    }

    [Test]
    public async Task Run_OfTextWithControls_PrintsThemEscaped()
    {
        await _bench.FillAsync();
        _bench.Sql("UPDATE users SET nick = char(27) || '[31m' WHERE id = 1");
        _bench.Sql("INSERT INTO users VALUES (50, char(27) || '[31m', 1, 0, 0)");

        Run();

        Assert.That(_bench.Printed, Has.Some.EqualTo(@"state: user 50 (\u001b[31m) is in the tables, not in the system log"));
    }

    [Test]
    public async Task Run_OfADestroyedPage_FindsItAndLooksAtTheRest()
    {
        await _bench.FillAsync();
        var page = (int)_bench.Number("SELECT rootpage FROM sqlite_schema WHERE name = 'blocks'");
        using (var file = new FileStream(_bench.Files.Database, FileMode.Open))
        {
            file.Position = (page - 1) * 4096;
            file.Write(new byte[200]);
        }

        Assert.That(Run(), Is.EqualTo(CommandOutcome.Damaged));
        Assert.That(_bench.Printed, Has.Some.StartsWith("pages:").And.Some.StartsWith("logs: cannot be read:"));
    }

    [Test]
    public async Task Run_OfWhatIsNoStore_SaysWhy()
    {
        Assert.That(Run, Throws.TypeOf<StoreException>().With.Message.StartsWith("there is no database"));

        await _bench.FillAsync();
        _bench.Sql("PRAGMA user_version = 99");
        Assert.That(Run, Throws.TypeOf<StoreException>().With.Message.Contains("was written by a newer chatd"));

        _bench.Sql("PRAGMA application_id = 1");
        Assert.That(Run, Throws.TypeOf<StoreException>().With.Message.Contains("of another program"));

        using (var file = new FileStream(_bench.Files.Database, FileMode.Open))
        {
            file.SetLength(8192);
        }

        Assert.That(Run, Throws.TypeOf<StoreException>().With.Property(nameof(StoreException.IsDamage)).True);
    }

    [Test]
    public async Task Run_OfAnEmptiedDatabaseBesideItsWal_DoesNotTakeItForANewOne()
    {
        await File.WriteAllTextAsync(_bench.Files.Database, "");
        await File.WriteAllTextAsync(_bench.Files.Database + "-wal", "all that is left");

        Assert.That(Run, Throws.TypeOf<StoreException>().With.Message.Contains("is empty, but").And.Property(nameof(StoreException.IsDamage)).True);
        Assert.That(() => _bench.Open().OpenAsync(CancellationToken.None).AsTask(), Throws.TypeOf<StoreException>());
        Assert.That(await File.ReadAllTextAsync(_bench.Files.Database + "-wal"), Is.EqualTo("all that is left"));
    }

    [Test]
    public async Task Run_Cancelled_Ends()
    {
        await _bench.FillAsync();
        using var over = new CancellationTokenSource();
        await over.CancelAsync();

        Assert.That(() => new Check(_bench.Place).Run(over.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private CommandOutcome Run() => new Check(_bench.Place).Run(CancellationToken.None);
}
