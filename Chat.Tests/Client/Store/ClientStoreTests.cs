using Chat.Client.Store;
using NUnit.Framework;
using static Chat.Tests.Client.Store.StoreHarness;

namespace Chat.Tests.Client.Store;

[TestFixture]
public sealed class ClientStoreTests
{
    private StoreHarness _harness = null!;

    [SetUp]
    public void SetUp() => _harness = new StoreHarness();

    [TearDown]
    public void TearDown() => _harness.Dispose();

    [Test]
    public void Open_ANewOne_IsForItsOwnerOnly()
    {
        var store = _harness.Start();
        store.Begin(null);

        Assert.That(_harness.Open().Notice, Is.Null);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                Directory.EnumerateFiles(_harness.Folder.Path).Select(File.GetUnixFileMode),
                Has.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public void Open_OneThatOthersCanRead_IsRefused()
    {
        Assume.That(OperatingSystem.IsWindows(), Is.False);
        _harness.Open();
        _harness.EndAll();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_harness.Database, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        Assert.That(() => _harness.Open(), Throws.TypeOf<StoreException>().With.Message.Contains("chmod 600"));
    }

    [Test]
    public void Open_OneOfANewerVersion_IsRefusedAndLeftAsItIs()
    {
        Fill();
        Execute("PRAGMA user_version = 99");
        var before = File.ReadAllBytes(_harness.Database);

        Assert.That(() => _harness.Open(), Throws.TypeOf<StoreException>().With.Message.Contains("newer chat (schema 99"));
        Assert.That(File.ReadAllBytes(_harness.Database), Is.EqualTo(before));
        Assert.That(Directory.EnumerateFiles(_harness.Folder.Path, "*.alive"), Is.Empty);
    }

    [Test]
    public void Open_OneOfAnotherProgram_IsRefused()
    {
        Fill();
        Execute("PRAGMA application_id = 1");

        Assert.That(() => _harness.Open(), Throws.TypeOf<StoreException>().With.Message.Contains("another program"));
    }

    [Test]
    public void Open_OneWhoseBeginningIsDestroyed_PutsItAside_AndSaysThatTheOutboxCannotBeRead()
    {
        Fill();
        Overwrite(0, 4096);

        var notice = _harness.Open().Notice;

        Assert.That(notice, Does.Contain("was damaged").And.Contain("Not all of what was typed").And.Contain("chat.db.damaged-"));
        Assert.That(Directory.EnumerateFiles(_harness.Folder.Path, "chat.db.damaged-*"), Is.Not.Empty);
        Assert.That(_harness.Start().Begin(null).Posts, Is.Empty);
    }

    [Test]
    public void Open_OneThatShowedDamageInTheCopy_BringsTheOutboxOver()
    {
        Fill();
        Damage("texts");
        var store = _harness.Start();
        store.Begin(null);
        Assert.That(() => store.Page("#lobby", null, 1000), Throws.TypeOf<StoreException>());
        Assert.That(() => _harness.Open(), Throws.TypeOf<StoreException>().With.Message.Contains("another chat still uses it"));
        _harness.EndAll();

        var program = _harness.Open();
        var restored = program.For(Address, _harness.Time);

        Assert.That(program.Notice, Does.Contain("brought over: 2 messages"));
        Assert.That(restored.Begin(null).Posts.Select(post => post.Text), Is.EqualTo(["one", "two"]));
        Assert.That(restored.Draft("#lobby"), Is.EqualTo("unfinished"));
        Assert.That(restored.Page("#lobby", null, 1), Is.Null, "the copy is fetched again");
        _harness.EndAll();
        Assert.That(_harness.Open().Notice, Is.Null, "it is told once");
    }

    [Test]
    public void Open_WithAJournalWhoseDatabaseIsGone_BeginsAnew_AndKeepsTheJournal()
    {
        Fill();
        File.Move(_harness.Database, $"{_harness.Database}-wal");

        Assert.That(_harness.Start().Begin(null).Posts, Is.Empty);
        Assert.That(File.Exists($"{_harness.Database}-wal.left"), Is.True);
    }

    private void Fill()
    {
        var store = _harness.Start();
        store.Begin(null);
        Open(store, 0);
        Happen(store, [.. Enumerable.Range(1, 200).Select(seq => Said(seq, new string('x', 300)))]);
        store.Add(Post(1, "one"), bindsByName: false);
        store.Add(Post(2, "two"), bindsByName: false);
        store.KeepDraft("#lobby", "unfinished");
        _harness.EndAll();
    }

    private void Execute(string sql)
    {
        using var connection = ChatDatabase.Connect(_harness.Database);
        using var statement = new Statement(connection, sql);
        statement.Run();
    }

    /// <summary>Destroys the first page of a table.</summary>
    private void Damage(string table)
    {
        long page;
        using (var connection = ChatDatabase.Connect(_harness.Database))
        {
            using var statement = new Statement(connection, $"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'");
            statement.Step();
            page = statement.Int64(0);
        }

        Overwrite((page - 1) * 4096, 4096);
    }

    private void Overwrite(long at, int count)
    {
        using var file = new FileStream(_harness.Database, FileMode.Open, FileAccess.Write);
        file.Position = at;
        file.Write([.. Enumerable.Repeat((byte)0xEE, count)]);
    }
}
