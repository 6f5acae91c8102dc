using Chat.Server.Hosting;
using Chat.Server.Log.Sqlite;
using Chat.Tests.Support;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>What a store does not begin with: it says so in one line, and not a byte is another one afterwards.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoreRefusalTests
{
    private readonly StoreBench _bench = new();

    private string Database => _bench.Files.Database;

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [TestCase("of a newer server", "newer chatd (schema 99")]
    [TestCase("of another program", "another program")]
    [TestCase("of another program that keeps no log beside", "another program")]
    [TestCase("without a schema's number", "damaged")]
    [TestCase("cut in the middle", "cut")]
    [TestCase("cut by a byte", "cut")]
    [TestCase("cut to nothing", "missing or empty")]
    [TestCase("cut in its header", "destroyed")]
    [TestCase("missing", "missing or empty")]
    [TestCase("with zeros for a header", "destroyed")]
    [TestCase("with zeros for a page", "damaged")]
    [TestCase("all zeros", "destroyed")]
    [TestCase("a text", "destroyed")]
    [TestCase("of a form that only later versions write", "cannot be written")]
    [TestCase("of a form that only later versions read", "damaged")]
    public async Task OpenAsync_OfADatabaseThatWasClosedAndIs_IsRefused(string what, string reason)
    {
        await FillAsync();
        await _bench.CloseAsync();
        await SpoilAsync(what);

        await RefusesAsync(reason);
    }

    [TestCase("of a newer server", "newer chatd (schema 99")]
    [TestCase("of another program", "another program")]
    [TestCase("cut to nothing", "empty")]
    [TestCase("cut in its header", "destroyed")]
    [TestCase("missing", "missing")]
    [TestCase("with zeros for a header", "destroyed")]
    [TestCase("all zeros", "destroyed")]
    public async Task OpenAsync_OfADatabaseThatWasLeftByACrashAndIs_IsRefused(string what, string reason)
    {
        await FillAsync();
        await using var crashed = _bench.Crash();
        await _bench.CloseAsync();
        foreach (var file in crashed.AllFiles)
        {
            File.Copy(file, _bench.Files.Folder + "/" + Path.GetFileName(file), overwrite: true);
        }

        Assert.That(new FileInfo(Database + "-wal").Length, Is.Positive);
        await SpoilAsync(what);
        Assert.That(new FileInfo(Database + "-wal").Length, Is.Positive);

        await RefusesAsync(reason);
    }

    [TestCase("revisions")]
    [TestCase("system")]
    [TestCase("logs")]
    public async Task OpenAsync_OfADatabaseWithoutOneOfItsTables_IsRefused(string table)
    {
        await FillAsync();
        await _bench.CloseAsync();
        Change($"DROP TABLE {table}");
        var before = await File.ReadAllBytesAsync(Database);

        Assert.That(_bench.OpenAsync, Throws.TypeOf<StoreException>().With.Message.Contains("damaged"));

        Assert.That(await File.ReadAllBytesAsync(Database), Is.EqualTo(before));
    }

    [Test]
    public async Task OpenAsync_OfAStoreThatIsInUse_IsRefused()
    {
        await FillAsync();
        await using var second = new SqliteEventLog(new SqliteOptions(_bench.Files.Folder), _bench.Time, Serilog.Core.Logger.None);

        Assert.That(async () => await second.OpenAsync(CancellationToken.None), Throws.TypeOf<StoreException>().With.Message.Contains("in use by another chatd"));
        await second.DisposeAsync();

        Assert.That(async () => await _bench.Store.OpenAsync(CancellationToken.None), Throws.Nothing);
    }

    [Test]
    public async Task OpenAsync_InAPlaceThatIsNoFolder_IsRefused()
    {
        var file = _bench.Files.Folder + "/file";
        await File.WriteAllTextAsync(file, "");
        await using var store = new SqliteEventLog(new SqliteOptions(file), _bench.Time, Serilog.Core.Logger.None);

        Assert.That(async () => await store.OpenAsync(CancellationToken.None), Throws.TypeOf<StoreException>().With.Message.StartsWith($"{file} cannot be used"));
    }

    [TestCase("3.51.2")]
    [TestCase("3.44.0")]
    public void Require_AVersionOfSqliteWithFaults_IsRefused(string version) =>
        Assert.That(() => Chat.Server.Log.Sqlite.Database.Require(version), Throws.TypeOf<StoreException>().With.Message.Contains(version));

    [Test]
    public void RequireVersion_OfTheOneThatIsLinked_IsGood() => Assert.That(() => Chat.Server.Log.Sqlite.Database.RequireVersion(), Throws.Nothing);

    [Test]
    public async Task StartAsync_OfAServerOnADamagedStore_SaysSoInOneLine()
    {
        await FillAsync();
        await _bench.CloseAsync();
        await SpoilAsync("with zeros for a header");

        Assert.That(
            async () => await RunningServer.StartAsync(options => options with { DataDirectory = _bench.Files.Folder, Store = StoreKind.Sqlite }),
            Throws.TypeOf<StartupException>().With.Message.Matches(@"\A--data: [^\r\n]*chat\.db[^\r\n]*\z"));
    }

    [Test]
    public async Task OpenAsync_AfterARefusalThatIsOver_GoesOn()
    {
        var history = new StoreHistory(1);
        await _bench.OpenAsync();
        await _bench.AppendAsync(history.Next());
        await _bench.CloseAsync();
        var good = await File.ReadAllBytesAsync(Database);
        await SpoilAsync("all zeros");
        Assert.That(_bench.OpenAsync, Throws.TypeOf<StoreException>());

        await File.WriteAllBytesAsync(Database, good);

        Assert.That(await history.TextAsync(_bench, await _bench.Store.OpenAsync(CancellationToken.None)), Is.EqualTo(history.Text()));
    }

    [Test]
    public async Task OpenAsync_OfAFirstStartThatWasBrokenOff_BeginsAnew()
    {
        await File.WriteAllBytesAsync(Database, []);

        Assert.That((await _bench.OpenAsync()).Logs, Is.Empty);
    }

    private async Task FillAsync()
    {
        var history = new StoreHistory(1);
        await _bench.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            await _bench.AppendAsync(history.Next());
        }
    }

    private async Task RefusesAsync(string reason)
    {
        var before = _bench.Bytes();

        Assert.That(_bench.OpenAsync, Throws.TypeOf<StoreException>().With.Message.Contains(reason).And.Message.Contains(Database).And.Message.Not.Contains("\n"));

        Assert.That(_bench.Bytes(), Is.EqualTo(before), "Nothing is changed while it is refused,");
        await _bench.CloseAsync();
        Assert.That(_bench.Bytes(), Is.EqualTo(before), "nor when the server ends.");
    }

    private async Task SpoilAsync(string how)
    {
        var length = File.Exists(Database) ? (int)new FileInfo(Database).Length : 0;
        switch (how)
        {
            case "missing":
                File.Delete(Database);
                break;
            case "a text":
                await File.WriteAllTextAsync(Database, new string('?', length));
                break;
            case "of another program that keeps no log beside":
                File.Delete(Database);
                Change("CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('mine')", "PRAGMA user_version = 1");
                break;
            case "of a newer server":
                Change("PRAGMA user_version = 99");
                break;
            case "of another program":
                Change("PRAGMA application_id = 7");
                break;
            case "without a schema's number":
                Change("PRAGMA user_version = 0");
                break;
            case "with zeros for a page":
                Overwrite(2 * 4096, new byte[4096]);
                break;
            case "with zeros for a header":
                Overwrite(0, new byte[100]);
                break;
            case "all zeros":
                Overwrite(0, new byte[length]);
                break;
            case "of a form that only later versions write":
                Overwrite(18, [3]);
                break;
            case "of a form that only later versions read":
                Overwrite(18, [3, 3]);
                break;
            default:
                await using (var file = File.OpenWrite(Database))
                {
                    file.SetLength(how switch
                    {
                        "cut in the middle" => (length / 2) + 123,
                        "cut by a byte" => length - 1,
                        "cut in its header" => 50,
                        "cut to nothing" => 0,
                        _ => throw new ArgumentException(how),
                    });
                }

                break;
        }
    }

    private void Overwrite(int at, byte[] bytes)
    {
        using var file = File.OpenWrite(Database);
        file.Seek(at, SeekOrigin.Begin);
        file.Write(bytes);
    }

    /// <summary>With another program, which stops in the middle of its work where there is something beside the database.</summary>
    private void Change(params string[] statements)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        SQLitePCL.raw.sqlite3_db_config(connection.Handle!, SQLitePCL.raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, DatabaseFile.HasWal(Database) ? 1 : 0, out _);
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
            command.CommandText = statement;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }
}
