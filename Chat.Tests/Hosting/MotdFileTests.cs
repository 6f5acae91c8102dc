using Chat.Server.Hosting;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MotdFileTests
{
    private readonly TemporaryFolder _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("Welcome!\r\nBe kind.\r\n\r\n", "Welcome!\nBe kind.")]
    [TestCase("\ufeffgrüezi\t😀", "grüezi\t😀")]
    [TestCase("\n \n", null)]
    [TestCase("", null)]
    public void Read_OfText_GivesItTrimmedWithLineFeeds(string text, string? motd)
    {
        Assert.That(MotdFile.Read(_folder.Write("motd", text), out var problem), Is.EqualTo(motd));
        Assert.That(problem, Is.Null);
    }

    [Test]
    public void Read_OfControls_IsRefused()
    {
        var file = _folder.Write("motd", "a\u001b[2Jb");

        Assert.That(MotdFile.Read(file, out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo($"{file} holds control characters"));
    }

    [Test]
    public void Read_OfAnotherEncoding_IsRefused()
    {
        File.WriteAllBytes(_folder["motd"], [0x67, 0xfc]);

        Assert.That(MotdFile.Read(_folder["motd"], out var problem), Is.Null);
        Assert.That(problem, Does.EndWith("is not UTF-8 text"));
    }

    [Test]
    public void Read_OfTheLongestText_StopsAtTheBound()
    {
        Assert.That(MotdFile.Read(_folder.Write("motd", new string('x', ServerOptions.MaxMotd)), out _), Has.Length.EqualTo(ServerOptions.MaxMotd));
        Assert.That(MotdFile.Read(_folder.Write("motd", new string('x', ServerOptions.MaxMotd + 1)), out var problem), Is.Null);
        Assert.That(problem, Does.EndWith("is longer than 4096 bytes"));
    }

    [Test]
    public void Read_OfWhatIsNoFile_SaysSo()
    {
        Assert.That(MotdFile.Read(_folder["none"], out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo($"cannot read {_folder["none"]}: it does not exist"));
        Assert.That(MotdFile.Read(_folder.Path, out problem), Is.Null);
        Assert.That(problem, Is.EqualTo($"cannot read {_folder.Path}: it is a folder"));
    }
}
