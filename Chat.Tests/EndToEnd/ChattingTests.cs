using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

[TestFixture]
public sealed class ChattingTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Post_TwoInARoom_BothGetTheEventOnce(bool tls)
    {
        await using var server = await RunningServer.StartAsync();
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice", tls);
        await using var bob = await WireClient.EnterAsync(server.Endpoint, "bob", tls);
        await alice.JoinAsync("#lobby");
        await bob.JoinAsync("#lobby");

        var posted = await alice.PostAsync("#lobby", "hello");

        var atAlice = await alice.EventsAsync("#lobby", 1);
        var atBob = await bob.EventsAsync("#lobby", 1);
        Assert.That(posted.Seq, Is.EqualTo(1));
        Assert.That(atBob, Is.EqualTo(new[] { new EventFrame("#lobby", 1, posted.Time, "alice", EventKind.Text, "hello", null, posted.Key) }));
        Assert.That(atAlice, Is.EqualTo(atBob));
        Assert.That(await bob.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Join_WithAfter_GivesWhatCameAfterAndThenWhatIsNew()
    {
        await using var server = await RunningServer.StartAsync();
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice");
        await using var bob = await WireClient.EnterAsync(server.Endpoint, "bob");
        await alice.JoinAsync("#lobby");
        for (var i = 1; i <= 300; i++)
        {
            await alice.PostAsync("#lobby", $"m{i}");
        }

        var joined = await bob.JoinAsync("#lobby", 100);
        await alice.PostAsync("#lobby", "m301");

        var events = await bob.EventsAsync("#lobby", 301);
        Assert.That(joined.Head, Is.EqualTo(300));
        Assert.That(events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(101, 201)));
        Assert.That(events.Select(e => e.Text), Is.EqualTo(Enumerable.Range(101, 201).Select(i => $"m{i}")));
    }
}
