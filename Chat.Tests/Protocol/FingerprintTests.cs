using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

public sealed class FingerprintTests
{
    private const string Hex = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";

    [Test]
    public void Parse_DigitsOfEitherCase_GivesTheBytes()
    {
        var fingerprint = new Fingerprint(WireField.Bytes(32));
        Assert.That(Fingerprint.Parse(Hex), Is.EqualTo(fingerprint));
        Assert.That(Fingerprint.Parse(Hex.ToUpperInvariant()), Is.EqualTo(fingerprint));
        Assert.That(fingerprint.ToString(), Is.EqualTo(Hex));
    }

    [Test]
    public void Equals_OneByteDifferent_IsFalse()
    {
        var bytes = WireField.Bytes(32);
        var whole = new Fingerprint(bytes);
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] ^= 0x80;
            Assert.That(new Fingerprint(bytes), Is.Not.EqualTo(whole));
            bytes[index] ^= 0x80;
        }

        Assert.That(new Fingerprint(bytes), Is.EqualTo(whole));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("01")]
    [TestCase(Hex + "00")]
    [TestCase("zz02030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")]
    public void TryParse_AnythingElse_IsFalse(string? text)
    {
        Assert.That(Fingerprint.TryParse(text, out var fingerprint), Is.False);
        Assert.That(fingerprint, Is.Default);
        Assert.That(() => Fingerprint.Parse(text!), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Bytes_OfAnotherLength_AreRefused()
    {
        Assert.That(() => new Fingerprint(WireField.Bytes(31)), Throws.ArgumentException);
        Assert.That(new Fingerprint(WireField.Bytes(32)).TryWriteBytes(new byte[31]), Is.False);
    }
}
