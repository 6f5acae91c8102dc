using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Chat.Client;
using Chat.Client.Connection;
using Chat.Client.Store;
using Chat.Protocol;
using Chat.Server.Transport;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

/// <summary>Servers that change their key, with and without the word of the old one, and those who would like to be taken for the server.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(20_000)]
public sealed class ServerKeyTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly KeyLine _line = new(20);
    private readonly List<X509Certificate2> _certificates = [];

    private KnownServers Known => new(DataFolder.Open(_temporary["chat"]), TimeProvider.System);

    public void Dispose()
    {
        _certificates.ForEach(static certificate => certificate.Dispose());
        _line.Dispose();
        _temporary.Dispose();
    }

    [Test]
    public async Task Dial_OfAManInTheMiddle_ShowsHimNothingOfOurs([Values] bool tls12, [Values] bool named, CancellationToken cancellationToken)
    {
#pragma warning disable CA5398 // What is asked here is how each version behaves.
        await using var server = new SomeTlsServer(Certificate(1), tls12 ? SslProtocols.Tls12 : SslProtocols.Tls13);
#pragma warning restore CA5398
        var address = named ? server.Address with { Pin = _line.Fingerprint(0) } : server.Address;
        if (!named)
        {
            await Known.AddAsync(address.Key, _line.Fingerprint(0), cancellationToken);
        }

        var refused = await DialAsync(address, cancellationToken) as DialResult.Refused;
        await server.EndAsync();

        Assert.That(refused?.End.Code, Is.EqualTo(ExitCode.Protocol));
        Assert.That(refused?.End.Message, Does.Contain(_line.Fingerprint(0)).And.Contain(_line.Fingerprint(1)));
        Assert.That(server.Shown, Is.EqualTo(new string?[] { null }), "our certificate tells who we are");
        Assert.That(server.Received, Is.Zero);
        Assert.That(Known.Find(address.Key)?.Fingerprint, Is.EqualTo(named ? null : _line.Fingerprint(0)));
    }

    [Test]
    public async Task Dial_OfTheRightServer_ShowsOurCertificate([Values] bool tls12, CancellationToken cancellationToken)
    {
#pragma warning disable CA5398 // What is asked here is how each version behaves.
        await using var server = new SomeTlsServer(Certificate(0), tls12 ? SslProtocols.Tls12 : SslProtocols.Tls13);
#pragma warning restore CA5398

        var result = await DialAsync(server.Address, cancellationToken);
        await CloseAsync(result);
        await server.EndAsync();

        using var device = await DeviceAsync();
        Assert.That(result, Is.TypeOf<DialResult.Connected>());
        Assert.That(server.Shown, Is.EqualTo(new[] { FingerprintOf(device) }));
    }

    [Test]
    public async Task Dial_AsAnother_IsNeverTakenForTheOneBefore(CancellationToken cancellationToken)
    {
        using var device = await DeviceAsync();
        await using var server = new SomeTlsServer(Certificate(0));
        foreach (var shown in (X509Certificate2?[])[device.Certificate, null, device.Certificate])
        {
            await CloseAsync(await new ServerDialer(server.Address, false, Known, TimeProvider.System, shown).DialAsync(cancellationToken));
        }

        await server.EndAsync();

        Assert.That(server.Shown, Is.EqualTo(new[] { FingerprintOf(device), null, FingerprintOf(device) }));
    }

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(16)]
    public async Task Dial_OfAServerThatHasRotatedItsKey_FollowsAndTells(int times, CancellationToken cancellationToken)
    {
        await using var server = new SomeTlsServer(Certificate(0));
        await CloseAsync(await DialAsync(server.Address, cancellationToken));
        server.Certificate = Certificate(times, _line.Steps(0, times));

        var result = await DialAsync(server.Address, cancellationToken);
        await CloseAsync(result);
        await CloseAsync(await DialAsync(server.Address, cancellationToken));
        await server.EndAsync();

        Assert.That((result as DialResult.Connected)?.News, Is.EqualTo(new KeyNews(_line.Fingerprint(times), _line.Fingerprint(0), Known.Path)));
        Assert.That(Known.Find(server.Address.Key)?.Fingerprint, Is.EqualTo(_line.Fingerprint(times)));
        Assert.That(server.Shown, Has.None.Null);
    }

    [Test]
    public async Task Dial_OfAServerWhoseOperatorHasRotatedItsKey_Follows(CancellationToken cancellationToken)
    {
        using var data = new TemporaryFolder();
        using var old = ServerCertificate.LoadOrMakeOwn(data.Path, "lan", TimeProvider.System, out _);
        await using var server = new SomeTlsServer(old.Certificate);
        await CloseAsync(await DialAsync(server.Address, cancellationToken));
        KeyRotation.Run(data.Path, TimeProvider.System);
        var rotated = KeyRotation.Run(data.Path, TimeProvider.System);
        using var present = ServerCertificate.TryLoadOwn(data.Path)!;
        server.Certificate = present.Certificate;

        var result = await DialAsync(server.Address, cancellationToken);
        await CloseAsync(result);
        await server.EndAsync();

        Assert.That((result as DialResult.Connected)?.News, Is.EqualTo(new KeyNews(rotated!.Value.After, old.Fingerprint, Known.Path)));
    }

    [Test]
    public async Task Dial_WithAnOldKeyInTheAddress_FollowsAsWell(CancellationToken cancellationToken)
    {
        await using var server = new SomeTlsServer(Certificate(2, _line.Steps(0, 2)));

        var result = await DialAsync(server.Address with { Pin = _line.Fingerprint(0) }, cancellationToken);
        await CloseAsync(result);

        Assert.That((result as DialResult.Connected)?.News, Is.EqualTo(new KeyNews(_line.Fingerprint(2), null, Known.Path, IsNamed: true)));
        Assert.That(Known.Find(server.Address.Key)?.Fingerprint, Is.EqualTo(_line.Fingerprint(2)), "what it has now");
    }

    [Test]
    public async Task Dial_OfAServerThatGoesBackToAnOldKey_IsRefused(CancellationToken cancellationToken)
    {
        // Whoever has got hold of a key that was given up is not the server any more.
        await using var server = new SomeTlsServer(Certificate(0));
        await Known.AddAsync(server.Address.Key, _line.Fingerprint(1), cancellationToken);

        Assert.That(await DialAsync(server.Address, cancellationToken), Is.TypeOf<DialResult.Refused>());
    }

    [Test]
    public async Task Dial_OfOneWhoHasCopiedTheSuccession_IsRefused(CancellationToken cancellationToken)
    {
        // The extension is public: it may stand in anybody's certificate, but leads to another key.
        await using var server = new SomeTlsServer(Certificate(7, _line.Steps(0, 2)));
        await Known.AddAsync(server.Address.Key, _line.Fingerprint(0), cancellationToken);

        Assert.That(await DialAsync(server.Address, cancellationToken), Is.TypeOf<DialResult.Refused>());
        Assert.That(Known.Find(server.Address.Key)?.Fingerprint, Is.EqualTo(_line.Fingerprint(0)));
    }

    [Test]
    public async Task Dial_OfOneWhoHasSignedForTheServer_IsRefused(CancellationToken cancellationToken)
    {
        await using var server = new SomeTlsServer(Certificate(1, KeyLine.Sequence(_line.Step(0, 1, signer: _line[1]))));
        await Known.AddAsync(server.Address.Key, _line.Fingerprint(0), cancellationToken);

        Assert.That(await DialAsync(server.Address, cancellationToken), Is.TypeOf<DialResult.Refused>());
    }

    [Test]
    public async Task Dial_WithANameThatLeadsThereAndAKnownKeyThatDoesNot_IsRefused(CancellationToken cancellationToken)
    {
        await using var server = new SomeTlsServer(Certificate(2, _line.Steps(1, 2)));
        await Known.AddAsync(server.Address.Key, _line.Fingerprint(0), cancellationToken);

        Assert.That(await DialAsync(server.Address with { Pin = _line.Fingerprint(1) }, cancellationToken), Is.TypeOf<DialResult.Refused>());
    }

    private static string FingerprintOf(DeviceKey device) => ServerKey.Fingerprint(ServerKey.Hash(device.Certificate));

    private Task<DeviceKey> DeviceAsync() => DeviceKey.OpenAsync(DataFolder.Open(_temporary["chat"]), TimeProvider.System, CancellationToken.None);

    private X509Certificate2 Certificate(int key, params byte[]?[] successions)
    {
        _certificates.Add(_line.Certificate(key, successions));
        return _certificates[^1];
    }

    private static async Task CloseAsync(DialResult result)
    {
        if (result is DialResult.Connected connected)
        {
            await connected.Stream.DisposeAsync();
        }
    }

    private async Task<DialResult> DialAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        using var device = await DeviceAsync();
        return await new ServerDialer(address, false, Known, TimeProvider.System, device.Certificate).DialAsync(cancellationToken);
    }
}
