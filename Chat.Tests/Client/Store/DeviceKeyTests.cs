using Chat.Client.Store;
using Chat.Protocol;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client.Store;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeviceKeyTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private DataFolder Folder => DataFolder.Open(_temporary["chat"]);

    public void Dispose() => _temporary.Dispose();

    [Test]
    public async Task Open_AtFirst_MakesAKey_AndAfterwardsHasIt()
    {
        using var first = await OpenAsync(Folder);
        using var second = await OpenAsync(Folder);

        Assert.That(second.Fingerprint, Is.EqualTo(first.Fingerprint));
        Assert.That(first.Certificate.HasPrivateKey, Is.True);
        Assert.That(first.Certificate.Subject, Is.EqualTo("CN=chat"), "it says nothing of whose it is");
        Assert.That(first.Fingerprint, Is.EqualTo(new Fingerprint(ServerKey.Hash(first.Certificate))));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Folder[DeviceKey.FileName]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task Open_ByManyAtOnce_GivesAllTheSame()
    {
        var folder = Folder;
        var starters = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            using var key = await OpenAsync(folder);
            return key.Fingerprint;
        })).ToArray();

        Assert.That((await Task.WhenAll(starters)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(Directory.GetFiles(folder.Path, "*.tmp"), Is.Empty, "no draft is left");
    }

    [TestCase(UnixFileMode.GroupRead)]
    [TestCase(UnixFileMode.OtherRead)]
    [TestCase(UnixFileMode.OtherWrite)]
    public async Task Open_OfAKeyOpenToOthers_IsRefusedWithTheCommandToRun(UnixFileMode wider)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no such modes.");
            return;
        }

        (await OpenAsync(Folder)).Dispose();
        var path = Folder[DeviceKey.FileName];
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | wider);

        Assert.That(async () => await OpenAsync(Folder), Throws.TypeOf<StoreException>().With.Message.Contains($"chmod 600 {path}"));
    }

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void Open_OfSomethingElse_IsRefused_AndLeftAsItIs(string text)
    {
        Folder.Write(DeviceKey.FileName, text);

        Assert.That(async () => await OpenAsync(Folder), Throws.TypeOf<StoreException>().With.Message.Contains(Folder[DeviceKey.FileName]));
        Assert.That(Folder.Read(DeviceKey.FileName), Is.EqualTo(text));
    }

    [Test]
    public async Task Open_OfEachIdentity_HasAKeyOfItsOwn()
    {
        using var one = await OpenAsync(Identity.Open(Folder, Identity.DefaultName).Folder);
        using var other = await OpenAsync(Identity.Open(Folder, "Work").Folder);
        using var again = await OpenAsync(Identity.Open(Folder, "work").Folder);

        Assert.That(other.Fingerprint, Is.Not.EqualTo(one.Fingerprint));
        Assert.That(again.Fingerprint, Is.EqualTo(other.Fingerprint), "on some disks the two would be one folder");
    }

    [TestCase("work", ExpectedResult = true)]
    [TestCase("Work_2-b", ExpectedResult = true)]
    [TestCase("", ExpectedResult = false)]
    [TestCase("..", ExpectedResult = false)]
    [TestCase("a/b", ExpectedResult = false)]
    [TestCase("a b", ExpectedResult = false)]
    [TestCase("é", ExpectedResult = false)]
    public bool IsName_OfATextThatIsAFolderEverywhere_IsTrue(string name) => Identity.IsName(name);

    [Test]
    public async Task LastNicks_OfEachServer_AreRemembered()
    {
        var nicks = new LastNicks(Folder, TimeProvider.System);
        await nicks.RememberAsync("lan:2428", "alice", CancellationToken.None);
        await nicks.RememberAsync("other:2428", "büx", CancellationToken.None);
        await nicks.RememberAsync("lan:2428", "alicia", CancellationToken.None);

        var later = new LastNicks(Folder, TimeProvider.System);
        Assert.That((later.Find("LAN:2428"), later.Find("other:2428"), later.Find("third:1")), Is.EqualTo(("alicia", "büx", (string?)null)));
    }

    private static Task<DeviceKey> OpenAsync(DataFolder folder) => DeviceKey.OpenAsync(folder, TimeProvider.System, CancellationToken.None);
}
