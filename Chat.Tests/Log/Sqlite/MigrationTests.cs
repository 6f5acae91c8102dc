using Chat.Server.Log.Sqlite;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>A schema is brought up to date step by step, and each step is done as a whole or not at all.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MigrationTests
{
    private static readonly string[] Second =
    [
        "CREATE TABLE later (number INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        "INSERT INTO later VALUES (1, 'made'), (2, 'too')",
        "ALTER TABLE users ADD COLUMN later INTEGER",
        "CREATE INDEX later_by_text ON later (text)",
    ];

    private static readonly IReadOnlyList<IReadOnlyList<string>> Both = [.. Migrations.Steps, Second];

    private readonly StoreBench _bench = new();

    private string Path => _bench.Files.Database;

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public void Run_OfAllSteps_MakesEachOnce()
    {
        using var connection = Open();
        Migrations.Run(connection, Path, Both);
        Migrations.Run(connection, Path, Both);

        Assert.That(Database.Number(connection, "PRAGMA user_version"), Is.EqualTo(Both.Count));
        Assert.That(Database.Number(connection, "PRAGMA application_id"), Is.EqualTo(Database.ApplicationId));
        Assert.That(Database.Number(connection, "SELECT count(*) FROM later"), Is.EqualTo(2));
        Assert.That(Database.Number(connection, "SELECT count(*) FROM store"), Is.EqualTo(1));
    }

    [Test]
    public void Run_OfASecondStep_KeepsWhatTheFirstHas()
    {
        using (var connection = Open())
        {
            Migrations.Run(connection, Path);
            Database.Execute(connection, "INSERT INTO users (id, nick, since) VALUES (7, 'ann', 1)");
        }

        using var later = Open();
        Migrations.Run(later, Path, Both);

        Assert.That(Database.Number(later, "SELECT id FROM users WHERE later IS NULL"), Is.EqualTo(7));
    }

    /// <summary>The process ends after each of the statements of each of the steps: what is on the disk then is what the next start finds.</summary>
    [Test]
    public async Task Run_AfterACrashAtAnyStatement_DoesTheRest()
    {
        var statements = Both.SelectMany(static (step, number) => Enumerable.Range(0, step.Count + 1).Select(done => (Step: number, Done: done)));
        foreach (var (step, done) in statements)
        {
            var bench = new StoreBench();
            using (var connection = Database.OpenWriter(bench.Files.Database, Durability.Normal))
            {
                if (step > 0)
                {
                    Migrations.Run(connection, bench.Files.Database, [.. Both.Take(step)]);
                }

                Database.Execute(connection, "BEGIN IMMEDIATE");
                foreach (var statement in Both[step].Take(done))
                {
                    Database.Execute(connection, statement);
                }

                if (done == Both[step].Count)
                {
                    Database.Execute(connection, $"PRAGMA application_id = {Database.ApplicationId}");
                    Database.Execute(connection, $"PRAGMA user_version = {step + 1}");
                }

                var crashed = bench.Crash();
                using (var next = Database.OpenWriter(crashed.Files.Database, Durability.Normal))
                {
                    Assert.That(Migrations.Check(next, crashed.Files.Database, Both.Count), Is.EqualTo(step), $"After statement {done} of step {step}.");
                    Migrations.Run(next, crashed.Files.Database, Both);
                    Assert.That(Database.Number(next, "SELECT count(*) FROM later"), Is.EqualTo(2));
                    Assert.That(Database.Number(next, "SELECT count(*) FROM store"), Is.EqualTo(1));
                }

                await crashed.DisposeAsync();
            }

            await bench.DisposeAsync();
        }
    }

    [Test]
    public void Run_OfAStepThatFails_LeavesTheVersionAndAllThatWasThere()
    {
        using var connection = Open();
        Migrations.Run(connection, Path);

        Assert.That(() => Migrations.Run(connection, Path, [.. Migrations.Steps, [.. Second, "INSERT INTO nowhere VALUES (1)"]]), Throws.TypeOf<SqliteException>());

        Assert.That(Database.Number(connection, "PRAGMA user_version"), Is.EqualTo(Migrations.Steps.Count));
        Assert.That(Database.Number(connection, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'later%'"), Is.Zero);
        Migrations.Run(connection, Path, Both);
        Assert.That(Database.Number(connection, "SELECT count(*) FROM later"), Is.EqualTo(2));
    }

    [Test]
    public void Run_OnANewerSchema_IsRefused()
    {
        using var connection = Open();
        Migrations.Run(connection, Path, Both);

        Assert.That(() => Migrations.Run(connection, Path), Throws.TypeOf<StoreException>().With.Message.Contains("newer chatd"));
        Assert.That(Database.Number(connection, "PRAGMA user_version"), Is.EqualTo(Both.Count));
    }

    [Test]
    public async Task OpenAsync_AfterACrashInTheFirstStart_BeginsAnew()
    {
        using (var connection = Open())
        {
            Database.Execute(connection, "BEGIN IMMEDIATE");
            Database.Execute(connection, Migrations.Steps[0][0]);
            await using var crashed = _bench.Crash();
            Assert.That((await crashed.OpenAsync()).Logs, Is.Empty);
        }

        Assert.That((await _bench.OpenAsync()).Logs, Is.Empty);
    }

    private SqliteConnection Open() => Database.OpenWriter(Path, Durability.Normal);
}
