using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;

namespace Chat.Tests.Support;

/// <summary>Keys of which each signs the next, and certificates that say so: written by hand after the page, so that they can also be wrong.</summary>
internal sealed class KeyLine : IDisposable
{
    private readonly List<ECDsa> _keys = [];

    public KeyLine(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _keys.Add(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        }
    }

    public ECDsa this[int index] => _keys[index];

    public byte[] Spki(int index) => _keys[index].ExportSubjectPublicKeyInfo();

    public byte[] Hash(int index) => SHA256.HashData(Spki(index));

    public string Fingerprint(int index) => ServerKey.Fingerprint(Hash(index));

    /// <summary>One step: the key and its signature for the next, as the page has them.</summary>
    public byte[] Step(int from, int to, ECDsa? signer = null, string purpose = "chat-key-succession-1\0")
    {
        byte[] message = [.. System.Text.Encoding.ASCII.GetBytes(purpose), .. Hash(from), .. Hash(to)];
        var signature = (signer ?? _keys[from]).SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(Spki(from));
            writer.WriteOctetString(signature);
        }

        return writer.Encode();
    }

    public static byte[] Sequence(params IEnumerable<byte[]> steps)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var step in steps)
            {
                writer.WriteEncodedValue(step);
            }
        }

        return writer.Encode();
    }

    /// <summary>All the steps from one key to another.</summary>
    public byte[] Steps(int from, int to) => Sequence(Enumerable.Range(from, to - from).Select(i => Step(i, i + 1)));

    /// <summary>A certificate of a key with these bytes as its succession; null: with none.</summary>
    public X509Certificate2 Certificate(int index, params byte[]?[] successions)
    {
        var request = new CertificateRequest("CN=server", _keys[index], HashAlgorithmName.SHA256);
        foreach (var succession in successions.OfType<byte[]>())
        {
            request.CertificateExtensions.Add(new X509Extension(KeySuccession.ExtensionOid, succession, critical: false));
        }

        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => _keys.ForEach(static key => key.Dispose());
}
