using Chat.Client;
using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

/// <summary>A server that is not there when the program starts.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class OfflineStartTests
{
    private LinkHarness _harness = null!;

    private ScriptedServer Server => _harness.Server;

    [SetUp]
    public void SetUp() => _harness = new LinkHarness();

    [TearDown]
    public async Task EndAsync() => await _harness.DisposeAsync();

    [Test]
    public async Task AServerThatCannotBeReachedAtFirst_IsTriedAgain_WhereThatIsWanted()
    {
        Server.RefuseNext(new DialResult.Failed(ExitCode.Unavailable, "connection refused"));
        _harness.Start(static options => options with { StartsOffline = true });
        var offline = (LinkEvent.Offline)await _harness.NextAsync();
        Assert.That((offline.Reason, offline.IsStart), Is.EqualTo(("connection refused", true)));
        _harness.Link.Post("#lobby", EventKind.Text, "hello");

        _harness.Time.Advance(offline.RetryIn);
        (await Server.AcceptAsync()).Close();
        offline = (LinkEvent.Offline)await _harness.NextAsync();
        Assert.That(offline.IsStart, Is.True, "one that is just starting is no end either");
        _harness.Time.Advance(offline.RetryIn);
        var connection = await Server.GreetAsync();
        await connection.LetInAsync();

        Assert.That((await connection.ReadAsync<PostFrame>()).Text, Is.EqualTo("hello"));
        Assert.That((await _harness.EventAsync<LinkEvent.Online>()).Again, Is.False);
        connection.Close();
        Assert.That((await _harness.EventAsync<LinkEvent.Offline>()).IsStart, Is.False);
    }

    [TestCase(true, true)]
    [TestCase(false, false)]
    public async Task AServerThatCannotBeReachedAtFirst_IsTheEndOtherwise_AndSoIsWhatIsNoServer(bool isNone, bool startsOffline)
    {
        var code = isNone ? ExitCode.Protocol : ExitCode.Unavailable;
        Server.RefuseNext(new DialResult.Failed(code, "no chat server"));
        _harness.Start(options => options with { StartsOffline = startsOffline });

        Assert.That((await _harness.Running).Code, Is.EqualTo(code));
    }
}
