using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Chat.Client;
using Chat.Client.Connection;
using Chat.Client.Store;
using Chat.Protocol;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

/// <summary>On real sockets, against the real server.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class ServerDialerTests
{
    private static readonly string OtherKey = ServerKey.Fingerprint(SHA256.HashData("other"u8));

    private TemporaryFolder _temporary = null!;
    private RunningServer _server = null!;

    private KnownServers Known => new(DataFolder.Open(_temporary["chat"]), TimeProvider.System);

    [SetUp]
    public async Task SetUpAsync()
    {
        _temporary = new TemporaryFolder();
        _server = await RunningServer.StartAsync();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _server.DisposeAsync();
        _temporary.Dispose();
    }

    [Test]
    public async Task Dial_AtFirst_PinsTheKey_AndAfterwardsKnowsIt(CancellationToken cancellationToken)
    {
        var first = await DialAsync(Address(), cancellationToken);
        var second = await DialAsync(Address(), cancellationToken);

        Assert.That(first, Is.TypeOf<DialResult.Connected>().With.Property(nameof(DialResult.Connected.News)).EqualTo(new KeyNews(_server.Fingerprint, null, Known.Path)));
        Assert.That(second, Is.TypeOf<DialResult.Connected>().With.Property(nameof(DialResult.Connected.News)).Null);
        Assert.That(Known.Find(Address().Key)?.Fingerprint, Is.EqualTo(_server.Fingerprint));
        await CloseAsync(first, second);
    }

    [Test]
    public async Task Dial_OfAServerWithAnotherKey_IsRefusedWithBothAndWhatToDo(CancellationToken cancellationToken)
    {
        await Known.AddAsync(Address().Key, OtherKey, cancellationToken);

        var refused = await DialAsync(Address(), cancellationToken) as DialResult.Refused;

        Assert.That(refused?.End.Code, Is.EqualTo(ExitCode.Protocol));
        Assert.That(refused?.End.Message, Does.Contain(OtherKey).And.Contain(_server.Fingerprint).And.Contain("Nothing was sent")
            .And.Contain($"chat trust 127.0.0.1:{_server.Endpoint.Port} --data {_temporary["chat"]}"));
        Assert.That(Known.Find(Address().Key)?.Fingerprint, Is.EqualTo(OtherKey), "the new key is not learnt");
    }

    [Test]
    public async Task Dial_OfAServerThatIsNotTheOneNamed_IsRefused_AndNotPinned(CancellationToken cancellationToken)
    {
        var refused = await DialAsync(Address() with { Pin = OtherKey }, cancellationToken) as DialResult.Refused;

        Assert.That(refused?.End.Code, Is.EqualTo(ExitCode.Protocol));
        Assert.That(refused?.End.Message, Does.Contain(OtherKey).And.Contain(_server.Fingerprint));
        Assert.That(Known.Find(Address().Key), Is.Null);

        var right = await DialAsync(Address() with { Pin = _server.Fingerprint }, cancellationToken);
        Assert.That(right, Is.TypeOf<DialResult.Connected>());
        await CloseAsync(right);
    }

    [Test]
    public async Task Dial_OfAClosedPort_Fails(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new ServerAddress("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        listener.Stop();

        var failed = await DialAsync(address, cancellationToken) as DialResult.Failed;

        Assert.That(failed?.AtFirst, Is.EqualTo(ExitCode.Unavailable));
        Assert.That(failed?.Reason, Does.Match(@"^connection refused on port \d+$"));
    }

    [Test]
    public async Task Dial_OfSomethingElse_Fails(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var dialling = DialAsync(new ServerAddress("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), cancellationToken);
        using (var other = await listener.AcceptSocketAsync(cancellationToken))
        {
            await other.SendAsync("220 mail ESMTP\r\n"u8.ToArray(), cancellationToken);
            Assert.That(await dialling, Is.TypeOf<DialResult.Failed>().With.Property(nameof(DialResult.Failed.AtFirst)).EqualTo(ExitCode.Protocol));
        }
    }

    [Test]
    public async Task Dial_WithAStoreThatOthersCanReach_IsRefused(CancellationToken cancellationToken)
    {
        await Known.AddAsync("other:1", OtherKey, cancellationToken);
        var known = Known;
        await File.WriteAllTextAsync(known.Path, $"{Address().Key} nonsense\n", cancellationToken);

        var refused = await new ServerDialer(Address(), false, known, TimeProvider.System).DialAsync(cancellationToken) as DialResult.Refused;

        Assert.That(refused?.End.Code, Is.EqualTo(ExitCode.Configuration));
    }

    [Test]
    public async Task Dial_InTheClear_AsksForNoKey(CancellationToken cancellationToken)
    {
        var result = await new ServerDialer(Address(), true, Known, TimeProvider.System).DialAsync(cancellationToken);

        Assert.That(result, Is.TypeOf<DialResult.Connected>());
        Assert.That(File.Exists(Known.Path), Is.False);
        await CloseAsync(result);
    }

    private static async Task CloseAsync(params DialResult[] results)
    {
        foreach (var result in results.OfType<DialResult.Connected>())
        {
            await result.Stream.DisposeAsync();
        }
    }

    private async Task<DialResult> DialAsync(ServerAddress address, CancellationToken cancellationToken) =>
        await new ServerDialer(address, false, Known, TimeProvider.System).DialAsync(cancellationToken);

    private ServerAddress Address() => new("127.0.0.1", _server.Endpoint.Port);
}
