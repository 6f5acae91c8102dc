using Chat.Client;
using Chat.Client.Connection;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

[TestFixture]
[CancelAfter(20_000)]
public sealed class ReconnectTests
{
    private LinkHarness _harness = null!;

    [SetUp]
    public void SetUp() => _harness = new LinkHarness();

    [TearDown]
    public async Task EndAsync() => await _harness.DisposeAsync();

    [Test]
    public async Task Reconnect_GivesUpAGoodConnection_AndGoesOnWithTheNext()
    {
        _harness.Start();
        var first = await _harness.Server.GreetAsync();
        await first.LetInAsync(3);
        await _harness.EventAsync<LinkEvent.RoomOpened>();

        _harness.Link.Reconnect();
        var offline = await _harness.EventAsync<LinkEvent.Offline>();
        Assert.That(offline.RetryIn, Is.EqualTo(TimeSpan.Zero));
        Assert.That(await first.TryReadAsync(), Is.Null, "the connection before is closed");
        _harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = await _harness.Server.AcceptAsync();
        var hello = await second.ReadAsync<HelloFrame>();

        Assert.That(hello.Resume, Is.EqualTo(Secret));
        await second.SendAsync(Welcome(hello.Id));
        Assert.That((await second.ReadAsync<JoinFrame>()).After, Is.EqualTo(3));
    }

    [Test]
    public async Task Reconnect_BetweenTwoTries_TriesNow()
    {
        _harness.Start();
        var first = await _harness.Server.GreetAsync();
        await first.LetInAsync();
        for (var i = 0; i < 3; i++)
        {
            _harness.Server.RefuseNext(new DialResult.Failed(ExitCode.Unavailable, "connection refused"));
        }

        first.Close();
        for (var i = 0; i < 3; i++)
        {
            await _harness.EventAsync<LinkEvent.Offline>();
            _harness.Link.Reconnect();
        }

        await _harness.EventAsync<LinkEvent.Offline>();
        _harness.Link.Reconnect();
        await _harness.Server.GreetAsync();
    }
}
