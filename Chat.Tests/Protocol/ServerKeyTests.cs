using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

[TestFixture]
public sealed class ServerKeyTests
{
    [Test]
    public void Fingerprint_OfNothingHashed_IsTheTextOpenSshWouldShow()
    {
        var text = ServerKey.Fingerprint(SHA256.HashData([]));

        Assert.That(text, Is.EqualTo("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"));
    }

    [Test]
    public void Fingerprint_OfAnotherLength_Throws()
    {
        Assert.That(() => ServerKey.Fingerprint(new byte[31]), Throws.ArgumentException);
    }

    [Test]
    public void Hash_OfACertificate_DependsOnItsKeyOnly()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var one = Certificate(key, "CN=one");
        using var two = Certificate(key, "CN=two");

        Assert.That(ServerKey.Hash(one), Is.EqualTo(ServerKey.Hash(two)));
        Assert.That(ServerKey.Hash(one), Is.EqualTo(SHA256.HashData(key.ExportSubjectPublicKeyInfo())));
    }

    [Test]
    public void TryParse_OfAFingerprint_GivesTheHashBack()
    {
        var hash = SHA256.HashData("x"u8);
        var text = ServerKey.Fingerprint(hash);

        Assert.That(ServerKey.TryParse(text, out var whole), Is.True);
        Assert.That(ServerKey.TryParse(text["SHA256:".Length..], out var bare), Is.True);
        Assert.That(whole, Is.EqualTo(hash));
        Assert.That(bare, Is.EqualTo(hash));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("SHA256:")]
    [TestCase("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF")]
    [TestCase("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [TestCase("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF!")]
    [TestCase("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV", Description = "bits set that a hash does not have")]
    [TestCase("SHA256: 7DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")]
    public void TryParse_OfSomethingElse_IsFalse(string? text)
    {
        Assert.That(ServerKey.TryParse(text, out _), Is.False);
    }

    private static X509Certificate2 Certificate(ECDsa key, string name) =>
        new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
}
