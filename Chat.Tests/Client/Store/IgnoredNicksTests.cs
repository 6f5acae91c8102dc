using Chat.Client.Store;
using Chat.Protocol.Names;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Client.Store;

[TestFixture]
public sealed class IgnoredNicksTests
{
    private TemporaryFolder _temporary = null!;

    [SetUp]
    public void SetUp() => _temporary = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _temporary.Dispose();

    [Test]
    public async Task Keep_IsReadByTheNextStart_OfThatServerOnly()
    {
        await Ignored("lan:2428").KeepAsync(NickOf("Bob"), true);
        await Ignored("lan:2428").KeepAsync(NickOf("carol"), true);
        await Ignored("lan:2428").KeepAsync(NickOf("BOB"), true);
        await Ignored("other:2428").KeepAsync(NickOf("dave"), true);

        Assert.That(Ignored("LAN:2428").Read().Nicks.Select(nick => nick.Text), Is.EqualTo(["carol", "BOB"]));
        Assert.That(Ignored("other:2428").Read().Nicks.Select(nick => nick.Text), Is.EqualTo(["dave"]));
        Assert.That(Ignored("third:2428").Read().Nicks, Is.Empty);
    }

    [Test]
    public async Task Keep_Not_TakesItOut_AndLeavesWhatAPersonWrote()
    {
        var folder = DataFolder.Open(_temporary["chat"]);
        folder.Write(IgnoredNicks.FileName, "# mine\nlan:2428 bob\r\nlan:2428\n\nother:2428 bob");

        await Ignored("lan:2428").KeepAsync(NickOf("bob"), false);

        Assert.That(folder.Read(IgnoredNicks.FileName), Is.EqualTo("# mine\nlan:2428\nother:2428 bob\n"));
    }

    [Test]
    public async Task Keep_OfManyAtOnce_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            new IgnoredNicks(DataFolder.Open(_temporary["chat"]), "lan:2428", TimeProvider.System).KeepAsync(NickOf($"nick{i}x"), true))));

        Assert.That(Ignored("lan:2428").Read().Nicks, Has.Length.EqualTo(20));
    }

    private static Nick NickOf(string text) => Nick.TryParse(text, out var nick) ? nick : throw new ArgumentException(text);

    private IgnoredNicks Ignored(string server) => new(DataFolder.Open(_temporary["chat"]), server, new FakeTimeProvider());
}
