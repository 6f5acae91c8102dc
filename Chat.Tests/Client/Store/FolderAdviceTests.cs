using Chat.Client.Store;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client.Store;

[TestFixture]
public sealed class FolderAdviceTests
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead;

    private TemporaryFolder _temporary = null!;

    [SetUp]
    public void SetUp() => _temporary = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _temporary.Dispose();

    [TestCase("identities")]
    [TestCase("known_servers")]
    public void Of_AFolderWithThingsOfTheClient_ClosesIt(string name)
    {
        _temporary.Write(name, "");

        Assert.That(FolderAdvice.Of(_temporary.Path, Open), Is.EqualTo($". Close it with: chmod 700 {_temporary.Path}"));
    }

    [Test]
    public void Of_TheDefaultFolder_ClosesIt() =>
        Assert.That(FolderAdvice.Of(DataFolder.DefaultPath(), Open), Does.Contain("chmod 700"));

    [TestCase(Open | UnixFileMode.StickyBit)]
    [TestCase(Open | UnixFileMode.OtherWrite)]
    public void Of_AFolderForEverybody_NamesAnother(UnixFileMode mode)
    {
        _temporary.Write("known_servers", "");

        Assert.That(FolderAdvice.Of(_temporary.Path, mode), Does.Not.Contain("chmod").And.EndsWith($"--data {_temporary["chat"]}"));
    }

    [Test]
    public void Of_AFolderWithNothingOfTheClient_NamesAnother() =>
        Assert.That(FolderAdvice.Of(_temporary.Path, Open), Does.Not.Contain("chmod").And.EndsWith($"--data {_temporary["chat"]}"));

    [Test]
    public void Of_TheRootAndTheHomeFolder_NamesAnother()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.That(FolderAdvice.Of(Path.GetPathRoot(Path.GetTempPath())!, Open), Does.Not.Contain("chmod"));
        Assert.That(FolderAdvice.Of(home, Open), Does.Not.Contain("chmod"));
    }

    [Test]
    public void Open_OfAFolderThatOthersUseToo_IsRefusedWithoutClosingIt()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no such modes.");
            return;
        }

        File.SetUnixFileMode(_temporary.Path, Open | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);

        Assert.That(() => DataFolder.Open(_temporary.Path), Throws.TypeOf<StoreException>().With.Message.Contains($"--data {_temporary["chat"]}").And.Message.Not.Contains("chmod"));
    }
}
