using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Hosting;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

/// <summary>The real program, for what only a process has: signals, an exit code, streams, and ports that others hold.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ProgramTests
{
    private static readonly string[] ForThisMachine = ["--listen", "127.0.0.1", "--port", "0"];

    [TestCase("TERM")]
    [TestCase("INT")]
    [TestCase("HUP")]
    [Platform(Exclude = "Win")]
    public async Task Signal_OnceWithAClient_SaysByeAndEndsWell(string signal)
    {
        using var server = new ChatdProcess([.. ForThisMachine, "--name", "lan box"]);
        await using var client = await WireClient.EnterAsync(await server.ReadyAsync(), "alice", tls: true);
        Assert.That(client.Welcome?.Server, Is.EqualTo("lan box"));

        await server.SignalAsync(signal);

        Assert.That((await client.FindAsync<ByeFrame>()).RetryMs, Is.Not.Null);
        await client.DisposeAsync();
        Assert.That(await server.ExitAsync(), Is.EqualTo(ExitCode.Done));
        Assert.That(await server.Errors, Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task Signal_TwiceWithAClientThatDoesNotRead_EndsAtOnce()
    {
        using var server = new ChatdProcess([.. ForThisMachine, "--rate-limit", "off"]);
        var endpoint = await server.ReadyAsync();
        await using var client = await WireClient.EnterAsync(endpoint, "alice", receiveBuffer: 4096);
        await client.JoinAsync("#lobby");
        await using var other = await WireClient.EnterAsync(endpoint, "bob");
        await other.JoinAsync("#lobby");

        // What the kernel and her outbox cannot take holds the drain up.
        for (var posts = 0; posts < 100; posts++)
        {
            await other.PostAsync("#lobby", new string('x', Limits.MaxText));
        }

        await server.SignalAsync("TERM");
        await server.ReadUntilAsync("Stopping");
        await server.SignalAsync("TERM");

        Assert.That(await server.ExitAsync(), Is.EqualTo(128 + 15));
    }

    [Test]
    public async Task Start_OnAPortInUse_SaysSoInOneLine()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var server = new ChatdProcess("--listen", "127.0.0.1", "--port", port);

        Assert.That(await server.ExitAsync(), Is.EqualTo(ExitCode.Configuration));
        Assert.That(await server.Errors, Does.StartWith($"chatd: --port: {port} is in use").And.Matches(@"\A[^\n]+\n\z"));
    }

    [Test]
    public async Task Start_OnAnAddressOfAnotherMachine_SaysSoInOneLine()
    {
        using var server = new ChatdProcess("--listen", "192.0.2.200", "--port", "0");

        Assert.That(await server.ExitAsync(), Is.EqualTo(ExitCode.Configuration));
        Assert.That(await server.Errors, Does.StartWith("chatd: --listen: 192.0.2.200 is not an address of this machine").And.Matches(@"\A[^\n]+\n\z"));
    }
}
