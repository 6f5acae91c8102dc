using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeySuccessionTests : IDisposable
{
    private readonly KeyLine _line = new(20);

    public void Dispose() => _line.Dispose();

    [Test]
    public void Leads_FromEachKeyOfALine_ToThePresentOne()
    {
        using var present = _line.Certificate(3, _line.Steps(0, 3));

        Assert.That(Enumerable.Range(0, 3).Select(i => KeySuccession.Leads(_line.Hash(i), present)), Has.All.True);
        Assert.That(KeySuccession.Earlier(present), Is.EqualTo(new[] { _line.Hash(0), _line.Hash(1), _line.Hash(2) }));
        Assert.That(KeySuccession.Leads(_line.Hash(4), present), Is.False, "a key that has nothing to do with it");
        Assert.That(KeySuccession.Leads(_line.Hash(3), present), Is.False, "the present key is no successor of itself");
    }

    [Test]
    public void Leads_OfACertificateWithout_IsFalse()
    {
        using var present = _line.Certificate(1);

        Assert.That(KeySuccession.Leads(_line.Hash(0), present), Is.False);
    }

    [Test]
    public void Extend_StepByStep_LeadsFromTheLastSixteen()
    {
        var certificate = _line.Certificate(0);
        for (var i = 1; i < 20; i++)
        {
            var extension = KeySuccession.Extend(certificate, _line[i - 1], _line.Spki(i));
            certificate.Dispose();
            certificate = _line.Certificate(i, extension.RawData);

            Assert.That(extension.Critical, Is.False);
            Assert.That(extension.RawData, Has.Length.LessThan(3_000));
        }

        Assert.That(KeySuccession.Earlier(certificate), Is.EqualTo(Enumerable.Range(3, 16).Select(_line.Hash)));
        Assert.That(KeySuccession.Leads(_line.Hash(3), certificate), Is.True);
        Assert.That(KeySuccession.Leads(_line.Hash(2), certificate), Is.False, "older than what is kept");
        certificate.Dispose();
    }

    [Test]
    public void Extend_OfACertificateWithAFalseSuccession_BeginsAnew()
    {
        using var present = _line.Certificate(2, _line.Steps(0, 1));

        using var next = _line.Certificate(3, KeySuccession.Extend(present, _line[2], _line.Spki(3)).RawData);

        Assert.That(KeySuccession.Earlier(next), Is.EqualTo(new[] { _line.Hash(2) }));
    }

    [Test]
    public void Extend_WithAKeyOfAnotherCurve_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var certificate = _line.Certificate(0);

        Assert.That(() => KeySuccession.Extend(certificate, other, _line.Spki(1)), Throws.ArgumentException);
    }

    [Test]
    public void Extension_AsItIsWritten_IsThatOfThePage()
    {
        using var present = _line.Certificate(0);

        var bytes = KeySuccession.Extend(present, _line[0], _line.Spki(1)).RawData;

        // SEQUENCE { SEQUENCE { key, OCTET STRING signature } }
        Assert.That(bytes[0], Is.EqualTo(0x30));
        var key = bytes.AsSpan().IndexOf(_line.Spki(0));
        var signature = key + _line.Spki(0).Length;
        Assert.That((bytes[key - 3], bytes[signature]), Is.EqualTo(((byte)0x30, (byte)0x04)));
        byte[] message = [.. "chat-key-succession-1"u8, 0, .. _line.Hash(0), .. _line.Hash(1)];
        Assert.That(_line[0].VerifyData(message, bytes[(signature + 2)..], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), Is.True);
    }

    [Test]
    public void Leads_OfASuccessionThatIsWrongSomewhere_IsFalse()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = _line.Steps(0, 3);
        var tooMany = KeyLine.Sequence(Enumerable.Range(0, 17).Select(i => _line.Step(i, i + 1)));
        (string Why, int Key, byte[]?[] Successions)[] wrong =
        [
            ("signed by another key", 1, [KeyLine.Sequence(_line.Step(0, 1, stranger))]),
            ("signed for another purpose", 1, [KeyLine.Sequence(_line.Step(0, 1, purpose: "something else\0"))]),
            ("signed for another key than the present one", 2, [KeyLine.Sequence(_line.Step(0, 1))]),
            ("of another server", 9, [good]),
            ("the newest step left out", 3, [KeyLine.Sequence(_line.Step(0, 1), _line.Step(1, 2))]),
            ("a step left out in the middle", 3, [KeyLine.Sequence(_line.Step(0, 1), _line.Step(2, 3))]),
            ("steps in another order", 3, [KeyLine.Sequence(_line.Step(1, 2), _line.Step(0, 1), _line.Step(2, 3))]),
            ("an oldest step that is false, though nobody asks for it", 2, [KeyLine.Sequence(_line.Step(0, 1, stranger), _line.Step(1, 2))]),
            ("in a circle", 1, [KeyLine.Sequence(_line.Step(0, 1), _line.Step(1, 0), _line.Step(0, 1))]),
            ("back to the same key", 0, [KeyLine.Sequence(_line.Step(0, 0))]),
            ("back to an earlier key", 0, [KeyLine.Sequence(_line.Step(0, 1), _line.Step(1, 0))]),
            ("too many steps", 17, [tooMany]),
            ("huge", 3, [[.. good, .. new byte[20_000]]]),
            ("bytes after it", 3, [[.. good, 0]]),
            ("cut", 3, [good[..^1]]),
            ("empty", 3, [[]]),
            ("no steps", 3, [KeyLine.Sequence()]),
            ("something else", 3, [[0x04, 0x01, 0x00]]),
            ("a step with a third part", 1, [KeyLine.Sequence(WithThird(_line.Step(0, 1)))]),
        ];
        foreach (var (why, key, successions) in wrong)
        {
            using var present = _line.Certificate(key, successions);

            Assert.That(Enumerable.Range(0, 20).Any(i => KeySuccession.Leads(_line.Hash(i), present)), Is.False, why);
        }
    }

    [Test]
    public void Leads_OfASuccessionWithAnyBitTurned_IsFalse()
    {
        var good = _line.Steps(0, 2);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = good.ToArray();
            bad[i] ^= (byte)(1 << (i % 8));
            using var present = _line.Certificate(2, bad);

            Assert.That(KeySuccession.Leads(_line.Hash(0), present), Is.False, $"byte {i}");
        }
    }

    [Test]
    public void Leads_OfASuccessionThatIsGivenTwice_IsFalse()
    {
        // Nobody signs such a certificate, but a handshake takes it: it is its key that is proven, not what it says.
        const string next = "2.25.89648453077912832830716997082092589605";
        var request = new CertificateRequest("CN=server", _line[1], HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension(KeySuccession.ExtensionOid, _line.Steps(0, 1), critical: false));
        request.CertificateExtensions.Add(new X509Extension(next, _line.Steps(0, 1), critical: false));
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));
        var bytes = made.RawData;
        Encoded(KeySuccession.ExtensionOid).CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(Encoded(next))));
        using var present = X509CertificateLoader.LoadCertificate(bytes);

        Assert.That(present.Extensions.Count(extension => extension.Oid?.Value == KeySuccession.ExtensionOid), Is.EqualTo(2));
        Assert.That(KeySuccession.Leads(_line.Hash(0), present), Is.False);

        static byte[] Encoded(string oid)
        {
            var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
            writer.WriteObjectIdentifier(oid);
            return writer.Encode();
        }
    }

    [Test]
    public void Leads_FromAKeyOfAnotherKind_IsFalse()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=server", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509Extension(KeySuccession.ExtensionOid, _line.Steps(0, 1), critical: false));
        using var present = request.CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));

        Assert.That(KeySuccession.Leads(_line.Hash(0), present), Is.False);
    }

    private static byte[] WithThird(byte[] step)
    {
        var reader = new System.Formats.Asn1.AsnReader(step, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        return KeyLine.Sequence(reader.ReadEncodedValue().ToArray(), reader.ReadEncodedValue().ToArray(), [0x05, 0x00]);
    }
}
