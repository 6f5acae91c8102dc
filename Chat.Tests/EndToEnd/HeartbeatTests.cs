using System.Net.Sockets;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Peers that say nothing and peers that take nothing, on a clock that the test moves.</summary>
[TestFixture]
public sealed class HeartbeatTests : EndToEndTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private FakeTimeProvider _time = null!;
    private WireClient _witness = null!;

    [SetUp]
    public async Task Enter() => _witness = await EnterAsync("witness");

    [Test]
    public async Task Connection_ThatSaysNothing_IsClosedAfterTenSeconds()
    {
        var silent = await ConnectAsync();
        await KnownAsync(2);

        await PassAsync(9);
        Assert.That(Server.Server.Sessions.Count, Is.EqualTo(2));
        await PassAsync(2);

        Assert.That(await silent.RestAsync(), Is.Empty, "Nobody knows what it speaks.");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Connection_HalfAHello_IsClosedWithTimeout(bool tls)
    {
        var slow = await ConnectAsync(tls);
        await slow.SendRawAsync([.. FrameCodec.Encode(new HelloFrame(1, 1, "test/1", "slow")).SkipLast(1)]);
        await KnownAsync(2);

        await PassAsync(11);

        Assert.That((await slow.ClosingErrorAsync()).Code, Is.EqualTo("timeout"));
    }

    [Test]
    public async Task Connection_RefusedHellos_DoNotProlongTheTenSeconds()
    {
        var client = await ConnectAsync();
        for (var second = 0; second < 9; second++)
        {
            Assert.That((await client.FailAsync(id => new HelloFrame(id, 1, "test/1", "witness"))).Code, Is.EqualTo("nick_in_use"));
            await PassAsync(1);
        }

        await PassAsync(2);

        Assert.That((await client.ClosingErrorAsync()).Code, Is.EqualTo("timeout"));
    }

    [Test]
    public async Task Handshake_ThatNeverEnds_IsClosed()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Server.Endpoint);
        await socket.SendAsync(new byte[] { 0x16, 0x03, 0x01 });
        await KnownAsync(2);

        await PassAsync(11);

        Assert.That(await ReadsToTheEndAsync(socket));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Silence_OfHalfAMinute_IsPinged(bool tls)
    {
        var client = await EnterAsync("client", tls);
        await PassAsync(1);
        var session = Server.Server.Sessions.Sessions.Single(session => session.Reason == default && session.Remote.Equals(client.Socket.LocalEndPoint));
        var told = session.BytesOut;

        await PassAsync(28);
        Assert.That(session.BytesOut, Is.EqualTo(told));
        await PassAsync(4);

        Assert.That(await client.NextAsync(), Is.InstanceOf<PingFrame>());
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Silence_AfterThePing_IsTimeoutAfter45Seconds(bool tls)
    {
        var client = await EnterAsync("client", tls);
        await PassAsync(32);
        Assert.That(await client.NextAsync(), Is.InstanceOf<PingFrame>());

        await PassAsync(43);
        Assert.That(Server.Server.Sessions.Sessions.Select(session => session.Reason), Is.All.EqualTo(default(Chat.Server.Sessions.CloseReason)));
        await PassAsync(5);

        Assert.That((await client.ClosingErrorAsync()).Code, Is.EqualTo("timeout"));
        Assert.That((await _witness.FailAsync(id => new WhoisFrame(id, "client"))).Code, Is.EqualTo("no_such_nick"));
    }

    [Test]
    public async Task Silence_BrokenByAnyByte_StartsAnew()
    {
        var client = await EnterAsync("client");
        var frame = FrameCodec.Encode(new PingFrame(7));
        foreach (var one in frame)
        {
            await PassAsync(32);
            Assert.That(await client.NextAsync(), Is.InstanceOf<PingFrame>());
            await PassAsync(40);
            await SendHeardAsync(client, one);
        }

        Assert.That(await client.NextAsync(), Is.EqualTo(new PongFrame(7)));
        await client.FenceAsync();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task PeerThatTakesNothing_IsASlowConsumerAfterAMinuteAndGoesOnWhenItComesBack(bool tls)
    {
        var slow = await EnterAsync("slow", tls, receiveBuffer: 4_096);
        var log = (await slow.JoinAsync("#lobby")).Log;
        await _witness.JoinAsync("#lobby");
        await _witness.PostManyAsync("#lobby", 2_000, _ => new string('x', 500));

        // It speaks all the while, so it is not its silence that counts.
        for (var second = 0; second < 58; second += 2)
        {
            await slow.SendAsync(new PongFrame(0));
            await PassAsync(2);
        }

        var session = Server.Server.Sessions.Sessions.Single(session => session.Remote.Equals(slow.Socket.LocalEndPoint));
        Assert.That(session.Reason, Is.EqualTo(Chat.Server.Sessions.CloseReason.None));
        await PassAsync(4);
        Assert.That(session.Reason, Is.EqualTo(Chat.Server.Sessions.CloseReason.SlowConsumer));

        // What is on its way may still be taken for a moment, and the Error is behind it.
        var rest = await slow.RestAsync();
        var seqs = rest.OfType<EventFrame>().Select(e => e.Seq).ToArray();
        Assert.That(seqs, Is.EqualTo(Enumerable.Range(1, seqs.Length)).And.Length.LessThan(2_000));
        Assert.That((rest[^1] as ErrorFrame)?.Code, Is.EqualTo("slow_consumer"));

        slow = await EnterAsync(null, tls, resume: slow.Welcome!.Session);
        await slow.JoinAsync("#lobby", seqs.Length, log);
        Assert.That((await slow.EventsAsync("#lobby", 2_000)).Select(e => e.Seq), Is.EqualTo(Enumerable.Range(seqs.Length + 1, 2_000 - seqs.Length)));
    }

    [Test]
    public async Task PeerThatNeverTakesAnythingAgain_IsGone()
    {
        var slow = await EnterAsync("slow", receiveBuffer: 4_096);
        await slow.JoinAsync("#lobby");
        await _witness.JoinAsync("#lobby");
        await _witness.PostManyAsync("#lobby", 2_000, _ => new string('x', 500));

        await PassAsync(62);
        await PassAsync(10);

        while (Server.Server.Sessions.Count > 1)
        {
            await PassAsync(1);
        }

        Assert.That((await _witness.MembersAsync("#lobby")).Members, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task PeerThatTakesALittle_IsKept()
    {
        var slow = await EnterAsync("slow", receiveBuffer: 4_096);
        await slow.JoinAsync("#lobby");
        await _witness.JoinAsync("#lobby");
        await _witness.PostManyAsync("#lobby", 4_000, _ => new string('x', 500));
        var session = Server.Server.Sessions.Sessions.Single(session => session.Remote.Equals(slow.Socket.LocalEndPoint));

        for (var read = 0; read < 2_000;)
        {
            await slow.SendAsync(new PongFrame(0)); // It is not its silence that counts.
            await PassAsync(20);
            var told = session.BytesOut;
            while (session.BytesOut == told && read < 2_000)
            {
                Assert.That((await slow.FindAsync<EventFrame>()).Seq, Is.EqualTo(++read));
            }
        }

        Assert.That(session.Reason, Is.EqualTo(Chat.Server.Sessions.CloseReason.None));
    }

    /// <summary>Whether nothing but the end comes; what the server did not read makes the end a reset.</summary>
    private static async Task<bool> ReadsToTheEndAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1]) == 0;
        }
        catch (SocketException end) when (end.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true;
        }
    }

    private protected override Task<RunningServer> StartAsync()
    {
        _time = new FakeTimeProvider();
        return RunningServer.StartAsync(time: _time);
    }

    /// <summary>Lets seconds pass one by one, so that whatever the server does about one is done before the next.</summary>
    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(Second);
            await _witness.FenceAsync();
        }
    }

    /// <summary>Waits until the server has so many connections.</summary>
    private async Task KnownAsync(int count)
    {
        while (Server.Server.Sessions.Count < count)
        {
            await _witness.FenceAsync();
        }
    }

    /// <summary>Sends a byte and waits until the server has noticed it.</summary>
    private async Task SendHeardAsync(WireClient client, byte one)
    {
        var session = Server.Server.Sessions.Sessions.Single(session => session.Remote.Equals(client.Socket.LocalEndPoint));
        var heard = session.BytesIn; // Before it is sent: afterwards it may have arrived already.
        await client.SendRawAsync([one]);
        while (session.BytesIn == heard)
        {
            await _witness.FenceAsync();
        }
    }
}
