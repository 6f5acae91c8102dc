using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Chat.Server.Log;
using Chat.Server.Transport;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Transport;

/// <summary>What clients may show of themselves in the handshake, and what the server knows them by.</summary>
[TestFixture]
[CancelAfter(30_000)]
public sealed class ClientCertificateTests
{
    private RunningServer _server = null!;

    public enum Sort
    {
        Ec,
        Rsa,
        Expired,
        ChainOfTen,
        SomeKilobytes,
    }

    [SetUp]
    public async Task SetUpAsync() => _server = await RunningServer.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _server.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Open_WithoutACertificate_HasNoDevice(bool tls)
    {
        await using var client = await WireClient.EnterAsync(_server.Endpoint, "alice", tls);
        await client.FenceAsync();

        Assert.That(TheDevice(), Is.Null);
    }

    [Test]
    public async Task Open_WithACertificateOfAnySort_HasTheDeviceOfItsKey([Values] Sort sort, [Values] bool tls12)
    {
        using var shown = Make(sort);

        await using var client = await EnterAsync(shown, "alice", tls12);

        Assert.That(TheDevice(), Is.EqualTo(shown.Device));
    }

    [Test]
    public async Task Open_WithTheAddressOfAnIssuer_FetchesNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var shown = ShownCertificate.OfIssuerAt(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/issuer.crt"));

        await using var client = await EnterAsync(shown, "alice");

        Assert.That(listener.Pending(), Is.False);
        Assert.That(TheDevice(), Is.EqualTo(shown.Device));
    }

    [TestCase(TlsHandshakes.MaxClientCertificates)]
    [TestCase(60 * 1024)]
    [TestCase(400 * 1024)]
    public async Task Open_WithAHugeCertificate_IsRefused_AndOthersAreServed(int bytes)
    {
        using var shown = ShownCertificate.Large(bytes);

        Assert.That(async () => await EnterAsync(shown, "mallory"), Throws.InstanceOf<Exception>());

        await using var client = await WireClient.EnterAsync(_server.Endpoint, "alice", tls: true);
        await client.FenceAsync();
        Assert.That(TheDevice(), Is.Null);
    }

    [Test]
    public async Task Open_AgainAndAgain_HasTheDeviceOfEachTime([Values] bool tls12)
    {
        // Clients resume TLS sessions where they can: neither is a device lost by that, nor does one pass to another connection.
        using var one = ShownCertificate.Ec();
        using var two = ShownCertificate.Ec();
        ShownCertificate?[] order = [one, one, null, two, null, one, one];
        for (var i = 0; i < order.Length; i++)
        {
            await using var client = await EnterAsync(order[i], $"nick{i}", tls12);

            Assert.That(_server.Server.Sessions.Sessions.MaxBy(session => session.Id.Value)?.Device, Is.EqualTo(order[i]?.Device));
        }
    }

    [Test]
    public async Task Open_OfAResumedTlsSession_HasTheDeviceThatBeganIt([Values] bool tls12)
    {
        using var shown = ShownCertificate.Ec();
        var handshakes = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            CountedStream? counted = null;
            await using var client = await ConnectAsync(shown, tls12, inner => counted = new CountedStream(inner));
            handshakes.Add(counted!.Count);
            await GreetAsync(client, $"nick{i}");
            Assert.That(_server.Server.Sessions.Sessions.MaxBy(session => session.Id.Value)?.Device, Is.EqualTo(shown.Device));
            await client.EndAsync();
        }

        Assume.That(handshakes[1], Is.LessThan(handshakes[0] / 2), "nothing is resumed on this platform: certificates were sent again");
    }

    [Test]
    public async Task Open_ByManyAtOnce_HasEachOnesDevice()
    {
        var shown = Enumerable.Range(0, 32).Select(_ => ShownCertificate.Ec()).ToArray();

        var clients = await Task.WhenAll(shown.Select((one, i) => EnterAsync(one, $"nick{i}")));

        Assert.That(Devices(), Is.EquivalentTo(shown.Select(one => (DeviceId?)one.Device)));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        Array.ForEach(shown, one => one.Dispose());
    }

    private static ShownCertificate Make(Sort sort) => sort switch
    {
        Sort.Ec => ShownCertificate.Ec(),
        Sort.Rsa => ShownCertificate.Rsa(),
        Sort.Expired => ShownCertificate.Expired(),
        Sort.ChainOfTen => ShownCertificate.OfChain(10),
        _ => ShownCertificate.Large(20 * 1024),
    };

    private async Task<WireClient> EnterAsync(ShownCertificate? shown, string nick, bool tls12 = false)
    {
        var client = await ConnectAsync(shown, tls12);
        try
        {
            await GreetAsync(client, nick);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private Task<WireClient> ConnectAsync(ShownCertificate? shown, bool tls12, Func<Stream, Stream>? over = null) =>
        WireClient.ConnectAsync(
            _server.Endpoint,
            tls: true,
            secureWith: options =>
            {
#pragma warning disable CA5398 // What is asked here is how each version behaves.
                options.EnabledSslProtocols = tls12 ? SslProtocols.Tls12 : SslProtocols.Tls13;
#pragma warning restore CA5398
                shown?.Show(options);
            },
            over: over);

    private static async Task GreetAsync(WireClient client, string nick)
    {
        await client.HelloAsync(nick);

        // The session is told who it is after Welcome is on its way, and before it reads on.
        await client.FenceAsync();
    }

    private DeviceId? TheDevice() => Devices().Single();

    private DeviceId?[] Devices() => [.. _server.Server.Sessions.Sessions.Where(session => session.User is not null).Select(session => session.Device)];
}
