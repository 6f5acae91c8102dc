using System.Net;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>More connections than a server takes, and all of them at its end.</summary>
[TestFixture]
public sealed class CrowdTests : EndToEndTests
{
    private const int Most = 3;

    [Test]
    public async Task Connection_BeyondWhatAServerTakes_IsServerFull([Values] bool tls)
    {
        await FillAsync(IPAddress.Loopback, Most);
        await FillAsync(IPAddress.Parse("127.0.0.2"), Most - 1, "other");

        Assert.That((await RefusalAsync(tls, IPAddress.Parse("127.0.0.3"))).Code, Is.EqualTo("server_full"));
    }

    [Test]
    public async Task Connection_BeyondWhatAnAddressMayHave_IsTooManyAndOthersComeIn([Values] bool tls)
    {
        await FillAsync(IPAddress.Loopback, Most);

        Assert.That((await RefusalAsync(tls, IPAddress.Loopback)).Code, Is.EqualTo("too_many_connections"));
        await FillAsync(IPAddress.Parse("127.0.0.2"), 1, "other");
    }

    [Test]
    public async Task Stop_OfTheServer_SpreadsTheReturnOfItsClients()
    {
        var inside = await FillAsync(IPAddress.Loopback, Most);

        await Server.Server.StopAsync(CancellationToken.None);

        var waits = new List<int?>();
        foreach (var client in inside)
        {
            waits.Add(((ByeFrame)(await client.RestAsync())[^1]).RetryMs);
        }

        Assert.That(waits, Is.Unique.And.All.GreaterThan(0));
    }

    private protected override Task<RunningServer> StartAsync() =>
        RunningServer.StartAsync(static options => options with { MaxConnections = (2 * Most) - 1, ConnectionsPerAddress = Most });

    private async Task<ErrorFrame> RefusalAsync(bool tls, IPAddress from)
    {
        var client = await ConnectAsync(tls, from: from);
        await client.SendAsync(new HelloFrame(1, 1, "test/1", "late")); // In the clear the first byte tells what it is.
        var refusal = await client.ClosingErrorAsync();
        Assert.That(refusal.Id, Is.Zero);
        return refusal;
    }

    private async Task<List<WireClient>> FillAsync(IPAddress from, int count, string nick = "nick")
    {
        var inside = new List<WireClient>();
        for (var i = 0; i < count; i++)
        {
            var client = await ConnectAsync(from: from);
            await client.HelloAsync($"{nick}{i}");
            inside.Add(client);
        }

        return inside;
    }
}
