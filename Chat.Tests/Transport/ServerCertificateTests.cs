using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;
using Chat.Server.Transport;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Transport;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ServerCertificateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly TemporaryFolder _data = new();

    [TearDown]
    public void TearDown() => _data.Dispose();

    [Test]
    public void LoadOrMakeOwn_InAnEmptyFolder_MakesAKeyForGood()
    {
        using var certificate = ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out var made);

        using var key = certificate.Certificate.GetECDsaPrivateKey();
        Assert.That(made, Is.True);
        Assert.That(key, Is.Not.Null);
        Assert.That(key.ExportParameters(includePrivateParameters: false).Curve.Oid.FriendlyName, Is.EqualTo("nistP256").Or.EqualTo("ECDSA_P256"));
        Assert.That(certificate.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), Is.EqualTo("lan"));
        Assert.That(certificate.Certificate.NotBefore.ToUniversalTime(), Is.LessThan(Start.UtcDateTime));
        Assert.That(certificate.Certificate.NotAfter.ToUniversalTime().Year, Is.EqualTo(9999));
        Assert.That(certificate.Certificate.Extensions.Select(extension => extension.Oid?.Value), Does.Not.Contain("1.3.6.1.5.5.7.1.1"), "no AIA");
        Assert.That(certificate.Fingerprint, Is.EqualTo(ServerKey.Fingerprint(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))));
        Assert.That(Directory.GetFileSystemEntries(_data.Path), Is.EqualTo(new[] { _data["tls"] }), "no draft is left");
    }

    [Test]
    public void LoadOrMakeOwn_OfAStrangeName_StillMakesACertificate()
    {
        using var certificate = ServerCertificate.LoadOrMakeOwn(_data.Path, "Küche, \"O=x\" + 台所 🍳", _time, out _);

        Assert.That(certificate.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), Is.EqualTo("Küche, \"O=x\" + 台所 🍳"));
    }

    [Test]
    public void LoadOrMakeOwn_TheSecondTime_GivesTheSameKey()
    {
        using var first = ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _);

        using var second = ServerCertificate.LoadOrMakeOwn(_data.Path, "another", _time, out var made);

        Assert.That(made, Is.False);
        Assert.That(second.Fingerprint, Is.EqualTo(first.Fingerprint));
        Assert.That(second.Certificate.RawData, Is.EqualTo(first.Certificate.RawData));
    }

    [Test]
    public async Task LoadOrMakeOwn_ByManyAtOnce_MakesOneKey()
    {
        using var start = new ManualResetEventSlim();
        var starters = Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.Wait();
                using var certificate = ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out var made);
                return (certificate.Fingerprint, made);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        start.Set();

        var results = await Task.WhenAll(starters);

        Assert.That(results.Select(result => result.Fingerprint).Distinct().Count(), Is.EqualTo(1));
        Assert.That(results.Count(result => result.made), Is.EqualTo(1));
        Assert.That(Directory.GetFileSystemEntries(_data.Path), Is.EqualTo(new[] { _data["tls"] }));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void LoadOrMakeOwn_OnUnix_KeepsTheKeyFromOthers()
    {
        using var certificate = ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _);

        Assert.That(File.GetUnixFileMode(_data["tls"]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(File.GetUnixFileMode(_data["tls/server.key"]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [TestCase(UnixFileMode.GroupRead)]
    [TestCase(UnixFileMode.GroupWrite)]
    [TestCase(UnixFileMode.OtherRead)]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void LoadOrMakeOwn_OfAKeyOpenToOthers_RefusesWithTheCommandToRun(UnixFileMode wider)
    {
        ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _).Dispose();
        var key = _data["tls/server.key"];
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | wider);

        var error = Assert.Throws<CertificateException>(() => ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _));

        Assert.That(error.Part, Is.EqualTo(CertificatePart.Folder));
        Assert.That(error.Message, Does.Contain($"chmod 600 '{key}'"));
    }

    [Test]
    public void LoadOrMakeOwn_OfHalfAKey_RefusesAndLeavesItThere()
    {
        ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _).Dispose();
        var half = File.ReadAllText(_data["tls/server.key"])[..60];
        _data.Write("tls/server.key", half);

        var error = Assert.Throws<CertificateException>(() => ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _));

        Assert.That(error.Message, Does.Contain("holds no private key"));
        Assert.That(File.ReadAllText(_data["tls/server.key"]), Is.EqualTo(half));
    }

    [Test]
    public void LoadOrMakeOwn_WithoutTheKeyFile_AsksForADecision()
    {
        ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _).Dispose();
        File.Delete(_data["tls/server.key"]);

        var error = Assert.Throws<CertificateException>(() => ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _));

        Assert.That(error.Message, Does.Contain("has no server.key"));
    }

    [Test]
    public void LoadOrMakeOwn_WhereNoFolderCanBe_SaysSo()
    {
        var file = _data.Write("file", "");

        var error = Assert.Throws<CertificateException>(() => ServerCertificate.LoadOrMakeOwn(file, "lan", _time, out _));

        Assert.That(error.Part, Is.EqualTo(CertificatePart.Folder));
        Assert.That(error.Message, Does.StartWith($"cannot make a key in {file}: "));
    }

    [Test]
    public void TryLoadOwn_BeforeAnyWasMade_IsNull()
    {
        Assert.That(ServerCertificate.TryLoadOwn(_data.Path), Is.Null);
        Assert.That(Directory.GetFileSystemEntries(_data.Path), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Load_OfAnOperatorsKey_TakesRsaAndEc(bool rsa)
    {
        var pem = rsa ? Pem.Rsa() : Pem.Ec();

        using var certificate = ServerCertificate.Load(_data.Write("a.crt", pem.Certificate), _data.Write("a.key", pem.Key));

        Assert.That(certificate.Certificate.HasPrivateKey, Is.True);
        Assert.That(certificate.Fingerprint, Does.StartWith("SHA256:"));
    }

    [Test]
    public void Load_OfOneFileWithBoth_NeedsNoKeyFile()
    {
        var pem = Pem.Ec();

        using var certificate = ServerCertificate.Load(_data.Write("a.pem", pem.Key + "\n" + pem.Certificate), keyFile: null);

        Assert.That(certificate.Certificate.HasPrivateKey, Is.True);
    }

    [Test]
    public void Load_OfAChain_SendsItWhole()
    {
        using var root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=root", root, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = request.CreateSelfSigned(Start, Start.AddYears(50));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256).Create(issuer, Start, Start.AddYears(1), [1]);

        using var certificate = ServerCertificate.Load(
            _data.Write("a.crt", leaf.ExportCertificatePem() + "\n" + issuer.ExportCertificatePem()), _data.Write("a.key", key.ExportPkcs8PrivateKeyPem()));

        Assert.That(certificate.Certificate.Subject, Is.EqualTo("CN=leaf"));
        Assert.That(certificate.Context.TargetCertificate.Subject, Is.EqualTo("CN=leaf"));
    }

    [Test]
    public void Load_OfAnothersKey_SaysThatTheyDoNotBelongTogether()
    {
        var one = Pem.Ec();
        var two = Pem.Ec();

        AssertRefused(one.Certificate, two.Key, CertificatePart.Key, "does not belong to the certificate");
    }

    [Test]
    public void Load_OfAKeyOfAnotherKind_SaysWhichIsNeeded()
    {
        AssertRefused(Pem.Rsa().Certificate, Pem.Ec().Key, CertificatePart.Key, "holds no readable RSA private key");
    }

    [Test]
    public void Load_OfAnEncryptedKey_SaysHowToDecryptIt()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));

        AssertRefused(Pem.Ec().Certificate, encrypted, CertificatePart.Key, "openssl pkey");
    }

    [Test]
    public void Load_OfACertificateInPlaceOfTheKey_SaysThatThereIsNoKey()
    {
        var pem = Pem.Ec();

        AssertRefused(pem.Certificate, pem.Certificate, CertificatePart.Key, "holds no private key");
    }

    [TestCase("")]
    [TestCase("hello")]
    public void Load_OfAFileWithoutCertificate_SaysSo(string text)
    {
        AssertRefused(text, Pem.Ec().Key, CertificatePart.Certificate, "holds no certificate");
    }

    [Test]
    public void Load_OfABrokenCertificate_SaysSo()
    {
        AssertRefused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", Pem.Ec().Key, CertificatePart.Certificate, "cannot be read");
    }

    [Test]
    public void Load_OfAMissingFile_SaysSo()
    {
        var error = Assert.Throws<CertificateException>(() => ServerCertificate.Load(_data["none.crt"], null));

        Assert.That(error.Message, Is.EqualTo($"cannot read {_data["none.crt"]}: it does not exist"));
    }

    [Test]
    public void Load_OfAFolder_SaysSo()
    {
        var error = Assert.Throws<CertificateException>(() => ServerCertificate.Load(_data.Path, null));

        Assert.That(error.Message, Does.EndWith("it is a folder"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void Load_OfAKeyThatTheWorldCanRead_RefusesWithTheCommandToRun()
    {
        var pem = Pem.Ec();
        var key = _data.Write("a.key", pem.Key);
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.GroupRead);
        var certificate = _data.Write("a.crt", pem.Certificate);
        Assert.That(() => ServerCertificate.Load(certificate, key).Dispose(), Throws.Nothing, "a group that shares keys is the operator's choice");
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.OtherRead);

        var error = Assert.Throws<CertificateException>(() => ServerCertificate.Load(certificate, key));

        Assert.That(error.Message, Does.Contain($"chmod o-rwx '{key}'"));
    }

    [Test]
    public async Task Context_InATlsHandshake_ShowsTheFingerprint()
    {
        using var certificate = ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await connecting;
        await using var server = new SslStream(accepted.GetStream());
        string? seen = null;
        await using var tls = new SslStream(client.GetStream(), false, (_, shown, _, _) =>
        {
            seen = shown is X509Certificate2 peer ? ServerKey.Fingerprint(ServerKey.Hash(peer)) : null;
            return seen is not null;
        });

        await Task.WhenAll(
            server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Context }),
            tls.AuthenticateAsClientAsync("anything"));

        Assert.That(seen, Is.EqualTo(certificate.Fingerprint));
    }

    private void AssertRefused(string certificate, string key, CertificatePart part, string words)
    {
        var certificateFile = _data.Write("a.crt", certificate);
        var keyFile = _data.Write("a.key", key);

        var error = Assert.Throws<CertificateException>(() => ServerCertificate.Load(certificateFile, keyFile));

        Assert.That(error.Part, Is.EqualTo(part));
        Assert.That(error.Message, Does.Contain(words));
        Assert.That(error.Message, Does.Contain(part == CertificatePart.Key ? keyFile : certificateFile));
    }

    private static class Pem
    {
        private static readonly Lazy<(string Certificate, string Key)> MadeOnce = new(() =>
        {
            using var key = RSA.Create(2048);
            return (Sign(new CertificateRequest("CN=chat.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)), key.ExportRSAPrivateKeyPem());
        });

        public static (string Certificate, string Key) Ec()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return (Sign(new CertificateRequest("CN=chat.example", key, HashAlgorithmName.SHA256)), key.ExportECPrivateKeyPem());
        }

        /// <summary>One for all tests: an RSA key takes its time to make.</summary>
        public static (string Certificate, string Key) Rsa() => MadeOnce.Value;

        private static string Sign(CertificateRequest request)
        {
            using var certificate = request.CreateSelfSigned(Start, Start.AddYears(100));
            return certificate.ExportCertificatePem();
        }
    }
}
