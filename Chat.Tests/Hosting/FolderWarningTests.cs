using Chat.Server.Hosting;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
[Platform(Exclude = "Win", Reason = "There are no such modes.")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FolderWarningTests
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private TemporaryFolder _temporary = null!;

    [SetUp]
    public void SetUp() => _temporary = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _temporary.Dispose();

    [TestCase(Own, false)]
    [TestCase(Own | UnixFileMode.GroupRead, true)]
    [TestCase(Own | UnixFileMode.OtherExecute, true)]
    public void Of_ADataFolderOthersCanGetInto_SaysHowToMendIt(UnixFileMode mode, bool warns)
    {
        var folder = Made(mode, "tls");

        Assert.That(FolderWarning.Of(folder), warns ? Does.Contain($"{folder}: chmod 700") : Is.Null);
    }

    [Test]
    public void Of_AFolderWithADatabase_SaysHowToMendIt() =>
        Assert.That(FolderWarning.Of(Made(Own | UnixFileMode.GroupRead, "chat.db", "motd.txt")), Does.Contain("chmod 700"));

    [TestCase(Own | UnixFileMode.OtherWrite, "chat.db")]
    [TestCase(Own | UnixFileMode.GroupRead | UnixFileMode.StickyBit, "chat.db")]
    [TestCase(Own | UnixFileMode.OtherRead, "somebody's")]
    public void Of_AFolderThatIsNotForTheServerAlone_NamesAnother(UnixFileMode mode, string file)
    {
        var folder = Made(mode, file);

        Assert.That(FolderWarning.Of(folder), Does.Not.Contain("chmod").And.Contains($"--data {folder}/chatd"));
    }

    [Test]
    public void Of_TheRoot_NamesAnother()
    {
        Assume.That(FolderWarning.Of("/"), Is.Not.Null);
        Assert.That(FolderWarning.Of("/"), Does.Not.Contain("chmod").And.EndsWith("--data /chatd"));
    }

    private string Made(UnixFileMode mode, params string[] files)
    {
        var folder = Directory.CreateDirectory(_temporary["wide"]).FullName;
        foreach (var file in files)
        {
            _temporary.Write($"wide/{file}", "");
        }

        File.SetUnixFileMode(folder, mode);
        return folder;
    }
}
