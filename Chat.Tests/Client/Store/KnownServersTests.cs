using System.Security.Cryptography;
using Chat.Client.Store;
using Chat.Protocol;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Client.Store;

[TestFixture]
public sealed class KnownServersTests
{
    private static readonly string One = ServerKey.Fingerprint(SHA256.HashData("one"u8));
    private static readonly string Two = ServerKey.Fingerprint(SHA256.HashData("two"u8));

    private TemporaryFolder _temporary = null!;

    [SetUp]
    public void SetUp() => _temporary = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _temporary.Dispose();

    [Test]
    public async Task Add_AServer_IsFoundByAnotherClient()
    {
        await Servers().AddAsync("lan.example:2428", One, CancellationToken.None);

        Assert.That(Servers().Find("LAN.example:2428"), Is.EqualTo(new KnownServer("lan.example:2428", One, "2026-01-02")));
        Assert.That(Servers().Find("lan.example:2429"), Is.Null);
        Assert.That(Servers().Find("[::1]:2428"), Is.Null);
    }

    [Test]
    public async Task Add_AServerThatAnotherHasAdded_LeavesTheFirstKey()
    {
        await Servers().AddAsync("lan:2428", One, CancellationToken.None);

        var known = await Servers().AddAsync("lan:2428", Two, CancellationToken.None);

        Assert.That(known.Fingerprint, Is.EqualTo(One));
    }

    [Test]
    public async Task Add_ByManyAtOnce_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Task.Run(() => Servers(TimeProvider.System).AddAsync($"host{i}:2428", One, CancellationToken.None))));

        Assert.That(Enumerable.Range(0, 20).Select(i => Servers().Find($"host{i}:2428")), Has.None.Null);
        Assert.That(Directory.GetFiles(_temporary["chat"], "*.tmp"), Is.Empty);
    }

    [Test]
    public async Task Add_KeepsWhatAPersonWroteThere()
    {
        var servers = Servers();
        await File.WriteAllTextAsync(servers.Path, "# mine\r\n\r\n  other:2428   " + Two + "\t# no day");
        Close(servers.Path);

        await servers.AddAsync("lan:2428", One, CancellationToken.None);

        Assert.That(servers.Find("other:2428")?.Fingerprint, Is.EqualTo(Two));
        Assert.That(servers.Find("lan:2428"), Is.EqualTo(new KnownServer("lan:2428", One, "2026-01-02")));
        Assert.That(await File.ReadAllTextAsync(servers.Path), Does.StartWith("# mine"));
    }

    [Test]
    public async Task Replace_OfTheKnownKey_ChangesItsLineOnly()
    {
        var servers = Servers();
        await File.WriteAllTextAsync(servers.Path, $"# mine\na:1 {Two} 2020-01-01\nlan:2428 {One}\nz:1 {One} 2020-01-01 # old");
        Close(servers.Path);

        var now = await servers.ReplaceAsync("LAN:2428", One, Two, CancellationToken.None);

        Assert.That(now, Is.EqualTo(new KnownServer("LAN:2428", Two, "2026-01-02")));
        Assert.That(await File.ReadAllTextAsync(servers.Path), Is.EqualTo($"# mine\na:1 {Two} 2020-01-01\nLAN:2428 {Two} 2026-01-02\nz:1 {One} 2020-01-01 # old"));
    }

    [Test]
    public async Task Replace_OfAKeyThatAnotherHasReplaced_LeavesThatOne()
    {
        await Servers().AddAsync("lan:2428", Two, CancellationToken.None);

        var now = await Servers().ReplaceAsync("lan:2428", One, One, CancellationToken.None);

        Assert.That(now.Fingerprint, Is.EqualTo(Two));
        Assert.That(async () => await Servers().ReplaceAsync("other:1", One, Two, CancellationToken.None), Throws.TypeOf<StoreException>());
    }

    [Test]
    public async Task Forget_AServer_LeavesTheOthers()
    {
        await Servers().AddAsync("lan:2428", One, CancellationToken.None);
        await Servers().AddAsync("other:2428", Two, CancellationToken.None);

        Assert.That(await Servers().ForgetAsync("LAN:2428", CancellationToken.None), Is.True);
        Assert.That(await Servers().ForgetAsync("lan:2428", CancellationToken.None), Is.False);
        Assert.That(Servers().All(), Is.EqualTo(new[] { new KnownServer("other:2428", Two, "2026-01-02") }));
    }

    [Test]
    public void Find_InALineThatMakesNoSense_SaysWhich()
    {
        var servers = Servers();
        File.WriteAllText(servers.Path, "a:1 " + One + "\nlan:2428 SHA256:oops\n");
        Close(servers.Path);

        Assert.That(() => servers.Find("lan:2428"), Throws.TypeOf<StoreException>().With.Message.Contains("Line 2").And.Message.Contains(servers.Path));
        Assert.That(servers.Find("a:1"), Is.Not.Null);
    }

    [Test]
    public void Open_MakesAFolderForItsOwnerOnly()
    {
        Unix();
        var folder = DataFolder.Open(_temporary["a/b/chat"]);
        folder.Write("file", "x");

        Assert.That(Mode(folder.Path), Is.EqualTo("700"));
        Assert.That(Mode(folder["file"]), Is.EqualTo("600"));
    }

    [TestCase("750")]
    [TestCase("701")]
    public void Open_OfAFolderThatIsOpenToOthers_IsRefused(string mode)
    {
        Unix();
        var path = _temporary["it's"];
        DataFolder.Open(path).Below("identities");
        SetMode(path, mode);

        Assert.That(() => DataFolder.Open(path), Throws.TypeOf<StoreException>().With.Message.Contains("chmod 700 '").And.Message.Contains("it'\\''s"));
    }

    [Test]
    public void Read_OfAFileThatIsOpenToOthers_IsRefused()
    {
        Unix();
        var servers = Servers();
        File.WriteAllText(servers.Path, "");
        SetMode(servers.Path, "640");

        Assert.That(() => servers.Find("lan:2428"), Throws.TypeOf<StoreException>().With.Message.Contains("chmod 600"));
    }

    [Test]
    public void Open_WhereAFileIs_IsRefused()
    {
        _temporary.Write("file", "x");

        Assert.That(() => DataFolder.Open(_temporary["file/chat"]), Throws.TypeOf<StoreException>());
    }

    [Test]
    public void Write_WhereItCannot_LeavesWhatWasThere()
    {
        var folder = DataFolder.Open(_temporary["chat"]);
        Directory.CreateDirectory(folder["known"]);
        File.WriteAllText(Path.Combine(folder["known"], "inside"), "x");

        Assert.That(() => folder.Write("known", "text"), Throws.TypeOf<StoreException>());
        Assert.That(Directory.GetFiles(folder.Path), Is.Empty, "no temporary file is left");
    }

    [Test]
    public void Lock_ThatAnotherKeeps_IsGivenUpAtLast()
    {
        var folder = DataFolder.Open(_temporary["chat"]);
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(11) };
        using var other = new FileStream(folder["lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.That(async () => await folder.LockAsync("lock", time, CancellationToken.None), Throws.TypeOf<StoreException>());
    }

    private static void Unix()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no such modes.");
        }
    }

    private static string Mode(string path) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private static void SetMode(string path, string mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        }
    }

    private static void Close(string path) => SetMode(path, "600");

    private KnownServers Servers(TimeProvider? time = null) =>
        new(DataFolder.Open(_temporary["chat"]), time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
}
