using System.Net;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>A server of its own for each test, and clients that are gone after it.</summary>
public abstract class EndToEndTests
{
    private readonly List<WireClient> _clients = [];

    private protected RunningServer Server { get; private set; } = null!;

    [SetUp]
    public async Task StartServer() => Server = await StartAsync();

    [TearDown]
    public async Task StopServer()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        _clients.Clear();
        await Server.DisposeAsync();
    }

    private protected virtual Task<RunningServer> StartAsync() => RunningServer.StartAsync();

    private protected async Task<WireClient> ConnectAsync(bool tls = false, int? receiveBuffer = null, IPAddress? from = null)
    {
        var client = await WireClient.ConnectAsync(Server.Endpoint, tls, receiveBuffer, from);
        _clients.Add(client);
        return client;
    }

    private protected async Task<WireClient> EnterAsync(string? nick, bool tls = false, int? receiveBuffer = null, Guid? resume = null)
    {
        var client = await ConnectAsync(tls, receiveBuffer);
        await client.HelloAsync(nick, resume);
        return client;
    }

    /// <summary>Connects over TLS with a device's key.</summary>
    private protected async Task<WireClient> ConnectAsync(ShownCertificate device)
    {
        var client = await WireClient.ConnectAsync(Server.Endpoint, tls: true, secureWith: device.Show);
        _clients.Add(client);
        return client;
    }

    /// <summary>Comes over TLS with a device's key.</summary>
    private protected async Task<WireClient> EnterAsync(string? nick, ShownCertificate device)
    {
        var client = await ConnectAsync(device);
        await client.HelloAsync(nick);
        return client;
    }

    /// <summary>Says Bye and waits until the server knows that the session is over.</summary>
    private protected static async Task QuitAsync(WireClient client)
    {
        await client.SendAsync(new ByeFrame("gone"));
        await client.RestAsync();
    }
}
