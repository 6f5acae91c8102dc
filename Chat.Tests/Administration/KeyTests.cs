using Chat.Protocol;
using Chat.Server.Administration;
using Chat.Server.Transport;
using NUnit.Framework;

namespace Chat.Tests.Administration;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class KeyTests : IDisposable
{
    private readonly StoreBench _bench = new();

    private string KeyFile => Path.Combine(_bench.Files.Folder, "tls", "server.key");

    public void Dispose() => _bench.Dispose();

    [Test]
    public void Show_OfAKeyJustMade_TellsWhichSinceWhenAndWhere()
    {
        var made = Make();

        Assert.That(new Key(_bench.Place).Show(), Is.EqualTo(CommandOutcome.Done));
        Assert.That(_bench.Printed, Is.EqualTo(new[] { $"key      {made}", $"since    {_bench.Time.GetUtcNow():yyyy-MM-dd HH:mm} UTC", $"file     {KeyFile}" }));
    }

    [Test]
    public void Rotate_Twice_IsShownWithTheKeysBefore()
    {
        var first = Make();
        _bench.Time.Advance(TimeSpan.FromDays(400));

        Assert.That(new Key(_bench.Place).Rotate(), Is.EqualTo(CommandOutcome.Done));
        var rotated = _bench.Printed;
        var second = rotated[0].Split(' ')[^1];
        Assert.That(rotated[1], Is.EqualTo($"before   {first}"));
        Assert.That(_bench.Told, Has.Some.Contains("old private key is deleted").And.Some.Contains("until it is started again"));
        new Key(_bench.Place).Rotate();
        var third = _bench.Printed[0];
        new Key(_bench.Place).Show();

        Assert.That(_bench.Printed, Is.EqualTo(new[]
        {
            third, $"since    {_bench.Time.GetUtcNow():yyyy-MM-dd HH:mm} UTC", $"file     {KeyFile}", $"before   {second}", $"before   {first}",
        }));
    }

    [Test]
    public void ShowAndRotate_BeforeTheFirstStart_SayThatThereIsNone()
    {
        Assert.That(() => new Key(_bench.Place).Show(), Throws.TypeOf<CommandException>().With.Message.Contains("has no key yet"));
        Assert.That(() => new Key(_bench.Place).Rotate(), Throws.TypeOf<CommandException>().With.Message.Contains("has no key yet"));
        Assert.That(Directory.Exists(Path.GetDirectoryName(KeyFile)), Is.False);
    }

    [Test]
    public void Rotate_OfAnOperatorsCertificate_IsRefused_AndShowShowsThat()
    {
        var own = Make();
        var operators = _bench.Place with { OperatorCertificate = Path.Combine(_bench.Files.Folder, "tls", "server.crt") };

        Assert.That(() => new Key(operators).Rotate(), Throws.TypeOf<CommandException>().With.Message.Contains("of your own"));
        new Key(operators).Show();

        Assert.That(_bench.Printed, Is.EqualTo(new[] { $"key      {own}", $"file     {operators.OperatorCertificate}" }));
    }

    [Test]
    public void Rotate_OfAKeyOfAnotherKind_IsRefused()
    {
        Make();
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=lan", rsa, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(_bench.Time.GetUtcNow(), _bench.Time.GetUtcNow().AddDays(1));
        File.WriteAllText(KeyFile, rsa.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());

        Assert.That(() => new Key(_bench.Place).Rotate(), Throws.TypeOf<CertificateException>().With.Message.Contains("P-256"));
    }

    private string Make()
    {
        using var made = ServerCertificate.LoadOrMakeOwn(_bench.Files.Folder, "lan", _bench.Time, out _);
        Assert.That(ServerKey.TryParse(made.Fingerprint, out _), Is.True);
        return made.Fingerprint;
    }
}
