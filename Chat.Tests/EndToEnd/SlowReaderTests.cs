using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log.Memory;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Whoever reads slowly loses nothing, holds up nobody, and costs the server a bounded amount of memory.</summary>
[TestFixture]
public sealed class SlowReaderTests
{
    private const int TinyBuffer = 4_096;

    private static readonly string Text = new('x', 500);

    [TestCase(false)]
    [TestCase(true)]
    public async Task NothingReadForAWhile_ThenEverythingInOrder(bool tls)
    {
        await using var server = await RunningServer.StartAsync();
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice");
        await using var other = await WireClient.EnterAsync(server.Endpoint, "other");
        await using var slow = await WireClient.EnterAsync(server.Endpoint, "slow", tls, TinyBuffer);
        string[] rooms = ["#one", "#two", "@slow"];
        foreach (var room in rooms[..2])
        {
            await alice.JoinAsync(room);
            await other.JoinAsync(room);
            await slow.JoinAsync(room);
        }

        for (var i = 0; i < 12; i++)
        {
            foreach (var room in rooms)
            {
                await alice.PostManyAsync(room, 250, _ => Text);
            }
        }

        Assert.That(await other.EventsAsync("#one", 3_000), Has.Count.EqualTo(3_000), "Others are not held up.");
        var seen = new Dictionary<string, long> { ["#one"] = 0, ["#two"] = 0, ["@alice"] = 0 };
        while (seen.Values.Any(seq => seq < 3_000))
        {
            if (await slow.NextAsync() is EventFrame e)
            {
                Assert.That(e.Seq, Is.EqualTo(++seen[e.Room]));
                Assert.That(seen.Values.Max() - seen.Values.Min(), Is.LessThanOrEqualTo(1_500), "All rooms have their share.");
            }
        }

        await alice.PostAsync("#one", "live again");
        Assert.That((await slow.EventsAsync("#one", 3_001)).Single().Text, Is.EqualTo("live again"));
        Assert.That((await slow.FenceAsync()).OfType<EventFrame>(), Is.Empty);
    }

    [Test]
    public async Task ReadInSips_WhileOthersPost_EverythingInOrder()
    {
        await using var server = await RunningServer.StartAsync();
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice");
        await using var slow = await WireClient.EnterAsync(server.Endpoint, "slow", receiveBuffer: TinyBuffer);
        await alice.JoinAsync("#lobby");
        await slow.JoinAsync("#lobby");

        var read = 0L;
        for (var round = 0; round < 20; round++)
        {
            await alice.PostManyAsync("#lobby", 200, _ => Text);
            for (var sip = 0; sip < 150; sip++)
            {
                Assert.That((await slow.FindAsync<EventFrame>()).Seq, Is.EqualTo(++read));
            }
        }

        Assert.That((await slow.EventsAsync("#lobby", 4_000)).Select(e => e.Seq), Is.EqualTo(Enumerable.Range((int)read + 1, 4_000 - (int)read)));
    }

    [Test]
    public async Task ManyWhoReadNothing_MemoryIsBounded()
    {
        const int Readers = 40;
        const int LogBytes = 1_000_000;
        await using var server = await RunningServer.StartAsync(log: new MemoryEventLog(LogBytes));
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice");
        await alice.JoinAsync("#lobby");
        var readers = new List<WireClient>();
        for (var i = 0; i < Readers; i++)
        {
            readers.Add(await WireClient.EnterAsync(server.Endpoint, $"reader{i}", receiveBuffer: TinyBuffer));
            await readers[i].JoinAsync("#lobby");
        }

        await FloodAsync(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await FloodAsync(20);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        // Each outbox may overshoot its bound by one block; the newest blocks and the log have bounds of their own. The text is 40 times 20 MB.
        var bound = (Readers * 2L * Lane.OutboxBound) + (8 * 1024 * 1024) + LogBytes + (8 * 1024 * 1024);
        Assert.That(grown, Is.LessThan(bound));
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }

        async Task FloodAsync(int megabytes)
        {
            for (var i = 0; i < megabytes * 4; i++)
            {
                await alice.PostManyAsync("#lobby", 250, static _ => new string('x', 1_000));
                await alice.FenceAsync();
                alice.Received.Clear();
            }
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task HistoryPipelinedAndNotRead_MemoryIsBoundedAndAllIsAnsweredOnceRead(bool tls)
    {
        const int Asked = 400;
        await using var server = await RunningServer.StartAsync();
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice");
        await using var greedy = await WireClient.EnterAsync(server.Endpoint, "greedy", tls, TinyBuffer);
        await alice.JoinAsync("#lobby");
        await greedy.JoinAsync("#lobby");
        await alice.PostManyAsync("#lobby", 100, static _ => new string('x', 600));
        var session = server.Server.Sessions.Sessions.Single(session => session.Remote.Port == ((System.Net.IPEndPoint)greedy.Socket.LocalEndPoint!).Port);
        var (heard, before) = (session.BytesIn, GC.GetTotalMemory(forceFullCollection: true));

        var frames = Enumerable.Range(0, Asked).Select(i => FrameCodec.Encode(new HistoryFrame(1_000 + (uint)i, "#lobby", null, null, 500))).ToArray();
        await greedy.SendRawAsync([.. frames.SelectMany(frame => frame)]);
        while (session.BytesIn < heard + frames.Sum(frame => frame.Length))
        {
            await alice.FenceAsync();
        }

        for (var i = 0; i < 20; i++)
        {
            await alice.PostAsync("#lobby", "nobody waits");
        }

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(4 * 1024 * 1024), "Their answers come to 26 MB.");
        var pages = new List<uint>();
        while (pages.Count < Asked)
        {
            if (await greedy.NextAsync() is PageFrame page)
            {
                pages.Add(page.Id);
                greedy.Received.Clear();
            }
        }

        Assert.That(pages, Is.EqualTo(Enumerable.Range(1_000, Asked)));
        Assert.That((await greedy.FenceAsync()).OfType<PageFrame>(), Is.Empty);
    }

    [Test]
    public async Task Presence_OfARoomOneIsBehindIn_TurnsIntoAStaleList()
    {
        await using var server = await RunningServer.StartAsync();
        await using var alice = await WireClient.EnterAsync(server.Endpoint, "alice");
        await using var slow = await WireClient.EnterAsync(server.Endpoint, "slow", receiveBuffer: TinyBuffer);
        await using var carol = await WireClient.EnterAsync(server.Endpoint, "carol");
        await alice.JoinAsync("#lobby");
        await slow.JoinAsync("#lobby");
        await alice.PostManyAsync("#lobby", 4_000, _ => Text);

        await carol.JoinAsync("#lobby");
        await carol.SendAsync(new TypeFrame("#lobby", true));
        await carol.LeaveAsync("#lobby");
        var frames = new List<Frame>();
        while (frames.LastOrDefault() is not PresenceFrame)
        {
            frames.Add(await slow.NextAsync() ?? throw new EndOfStreamException());
        }

        Assert.That(frames.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, 4_000)));
        Assert.That(frames[^1], Is.EqualTo(new PresenceFrame("#lobby", null, UserStatus.Offline)));
        Assert.That(await slow.FenceAsync(), Is.Empty);
    }
}
