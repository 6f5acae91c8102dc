using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log.Memory;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Pong comes after the answers to all that was asked before its Ping, however long they take.</summary>
[TestFixture]
public sealed class FenceTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Pong_BehindManyRequests_ComesAfterAllTheirAnswers(bool tls)
    {
        await using var server = await RunningServer.StartAsync();
        await using var client = await WireClient.EnterAsync(server.Endpoint, "alice", tls);
        await client.JoinAsync("#lobby");
        await client.PostManyAsync("#lobby", 300, _ => new string('x', 100));
        await client.FenceAsync();

        for (var round = 0UL; round < 10; round++)
        {
            var first = client.Received.Count;
            Frame[] asked =
            [
                new HistoryFrame(client.NextId(), "#lobby", null, null, 500),
                new PostFrame(client.NextId(), Guid.NewGuid(), "#lobby", EventKind.Text, "hi"),
                new MembersFrame(client.NextId(), "#lobby"),
                new HistoryFrame(client.NextId(), "#lobby", null, 0, 500),
                new WhoisFrame(client.NextId(), "alice"),
                new PostFrame(client.NextId(), Guid.NewGuid(), "#lobby", EventKind.Edit, "better", 1),
                new MineFrame(client.NextId()),
                new HistoryFrame(client.NextId(), "#nothing", null, null, 500),
            ];
            await client.SendAsync([.. asked, new PingFrame(round)]);
            await client.FindAsync<PongFrame>();

            var frames = client.Received.Skip(first).ToList();
            Assert.That(frames.OfType<IRequest>(), Is.Empty);
            Assert.That(frames.Count(frame => frame is not EventFrame), Is.EqualTo(asked.Length + 1));
            Assert.That(frames.OfType<EventFrame>().Count(), Is.EqualTo(2), "What one said before the fence one has heard before it.");
        }
    }

    [Test]
    public async Task Pong_BehindReadsThatTakeTheirTime_ComesAfterThem()
    {
        var log = new FaultyLog(new MemoryEventLog());
        await using var server = await RunningServer.StartAsync(log: log);
        await using var client = await WireClient.EnterAsync(server.Endpoint, "alice");
        await using var other = await WireClient.EnterAsync(server.Endpoint, "other");
        await client.JoinAsync("#lobby");
        await client.PostManyAsync("#lobby", 3);
        await client.FenceAsync();
        var reading = log.HoldReads();

        await client.SendAsync(new HistoryFrame(101, "#lobby", null, null, 1), new PingFrame(1), new HistoryFrame(102, "#lobby", null, null, 1), new WhoisFrame(103, "alice"), new PingFrame(2));
        await reading.Reached;
        await other.FenceAsync();
        Assert.That(client.Socket.Available, Is.Zero, "Nothing overtakes the first page.");
        reading.Open();

        var frames = new List<Frame>();
        while (frames.LastOrDefault() is not PongFrame { Token: 2 })
        {
            frames.Add((await client.NextAsync())!);
        }

        Assert.That(frames.Select(frame => frame.FrameKind), Is.EqualTo(new[] { FrameKind.Page, FrameKind.Pong, FrameKind.Page, FrameKind.User, FrameKind.Pong })
            .Or.EqualTo(new[] { FrameKind.Page, FrameKind.Pong, FrameKind.User, FrameKind.Page, FrameKind.Pong }));
    }

    [Test]
    public async Task Pong_BehindAPostThatIsNotCommittedYet_ComesAfterPosted()
    {
        var log = new FaultyLog(new MemoryEventLog());
        await using var server = await RunningServer.StartAsync(log: log);
        await using var client = await WireClient.EnterAsync(server.Endpoint, "alice");
        await client.JoinAsync("#lobby");
        var appending = log.HoldAppends();

        await client.SendAsync(new PostFrame(101, Guid.NewGuid(), "#lobby", EventKind.Text, "hi"), new PingFrame(1));
        await appending.Reached;
        Assert.That(client.Socket.Available, Is.Zero, "Nothing is told before it is stored.");
        appending.Open();

        await client.FindAsync<PongFrame>();
        Assert.That(client.Received.TakeLast(3), Has.Some.InstanceOf<PostedFrame>().And.Some.InstanceOf<EventFrame>());
        Assert.That(client.Received[^1], Is.InstanceOf<PongFrame>());
    }

    [Test]
    public async Task Ping_FromTheClient_BringsItsTokenBack()
    {
        await using var server = await RunningServer.StartAsync();
        await using var client = await WireClient.EnterAsync(server.Endpoint, "alice");

        foreach (var token in (ulong[])[0, 1, ulong.MaxValue])
        {
            await client.SendAsync(new PingFrame(token));
            Assert.That(await client.NextAsync(), Is.EqualTo(new PongFrame(token)));
        }

        await client.SendAsync(new PongFrame(5));
        Assert.That(await client.FenceAsync(), Is.Empty, "A Pong that nobody asked for is no fault.");
    }
}
