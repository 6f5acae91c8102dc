using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Chat.Protocol;

/// <summary>
/// How a server that has changed its key proves it to those who know an earlier one: each key has signed the next, and the certificate
/// carries these signatures in an extension. The page docs/protocol.md says what stands in it, byte for byte. All keys in it are ECDSA P-256.
/// </summary>
public static class KeySuccession
{
    /// <summary>The object identifier of the extension, which is never critical.</summary>
    public const string ExtensionOid = "2.25.89648453077912832830716997082092589604";

    /// <summary>The steps that a certificate carries at the most; older ones are left out.</summary>
    public const int MaxSteps = 16;

    /// <summary>Bytes of an extension at the most. Sixteen steps take less than 3,000.</summary>
    private const int MaxBytes = 4_096;

    /// <summary>A SubjectPublicKeyInfo of P-256 up to the point, and the byte that says that the point is written out in full.</summary>
    private static ReadOnlySpan<byte> KeyStart =>
        [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04];

    private static int KeyLength => KeyStart.Length + 64;

    /// <summary>What a signature is made for, so that it cannot be taken for one of anything else.</summary>
    private static ReadOnlySpan<byte> Purpose => "chat-key-succession-1\0"u8;

    /// <summary>Makes the extension for the certificate of a new key: the steps of the present certificate, and one more that leads to the new key.</summary>
    /// <param name="present">The certificate that the server has shown so far. Steps that do not lead to it are left out.</param>
    /// <param name="presentKey">Its private key, on P-256.</param>
    /// <param name="next">The SubjectPublicKeyInfo of the new key.</param>
    /// <returns>The extension.</returns>
    /// <exception cref="ArgumentException">The present key is not on P-256.</exception>
    public static X509Extension Extend(X509Certificate2 present, ECDsa presentKey, ReadOnlySpan<byte> next)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(presentKey);
        var key = presentKey.ExportSubjectPublicKeyInfo();
        if (!IsKey(key))
        {
            throw new ArgumentException("Only a key on P-256 can sign its successor.", nameof(presentKey));
        }

        var signature = presentKey.SignData(Message(SHA256.HashData(key), SHA256.HashData(next)), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var steps = (Read(present) ?? []).TakeLast(MaxSteps - 1).Append(new Step(key, signature));
        return new X509Extension(ExtensionOid, Write(steps), critical: false);
    }

    /// <summary>The hashes of the earlier keys that lead to the certificate's own, oldest first.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>32 bytes each; none when it has no succession or one that is not true in every part.</returns>
    public static IReadOnlyList<byte[]> Earlier(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Read(certificate) is { } steps ? [.. steps.Select(static step => SHA256.HashData(step.Key))] : [];
    }

    /// <summary>Whether the key of a certificate succeeds another.</summary>
    /// <param name="earlier">The SHA-256 of the SubjectPublicKeyInfo that the server had.</param>
    /// <param name="present">The certificate that it shows now, in a handshake that proves its key.</param>
    /// <returns>True when signatures lead from the one to the other, and nothing in the extension is wrong.</returns>
    public static bool Leads(ReadOnlySpan<byte> earlier, X509Certificate2 present)
    {
        foreach (var hash in Earlier(present))
        {
            if (earlier.SequenceEqual(hash))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The steps, each of them verified; null when there are none or something is wrong with one.</summary>
    private static List<Step>? Read(X509Certificate2 certificate)
    {
        var found = certificate.Extensions.Where(static extension => extension.Oid?.Value == ExtensionOid).ToArray();
        if (found is not [{ RawData: { Length: <= MaxBytes } bytes }])
        {
            return null;
        }

        try
        {
            var steps = Parse(bytes);
            return steps is not null && IsTrue(steps, ServerKey.Hash(certificate)) ? steps : null;
        }
        catch (Exception wrong) when (wrong is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    private static List<Step>? Parse(byte[] bytes)
    {
        var reader = new AsnReader(bytes, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var steps = new List<Step>();
        while (sequence.HasData)
        {
            var parts = sequence.ReadSequence();
            var step = new Step(parts.ReadEncodedValue().ToArray(), parts.ReadOctetString());
            parts.ThrowIfNotEmpty();
            if (!IsKey(step.Key) || steps.Count == MaxSteps)
            {
                return null;
            }

            steps.Add(step);
        }

        return steps.Count > 0 ? steps : null;
    }

    private static bool IsTrue(List<Step> steps, byte[] present)
    {
        var hashes = steps.Select(static step => SHA256.HashData(step.Key)).Append(present).ToArray();
        for (var i = 0; i < steps.Count; i++)
        {
            // A key that comes twice would lead in a circle: back to one that was given up.
            if (Array.FindIndex(hashes, i + 1, later => later.AsSpan().SequenceEqual(hashes[i])) >= 0)
            {
                return false;
            }

            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(steps[i].Key, out _);
            if (!key.VerifyData(Message(hashes[i], hashes[i + 1]), steps[i].Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Write(IEnumerable<Step> steps)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var step in steps)
            {
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(step.Key);
                    writer.WriteOctetString(step.Signature);
                }
            }
        }

        return writer.Encode();
    }

    private static bool IsKey(ReadOnlySpan<byte> key) => key.Length == KeyLength && key.StartsWith(KeyStart);

    private static byte[] Message(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) => [.. Purpose, .. from, .. to];

    /// <summary>One key that has signed the next.</summary>
    /// <param name="Key">Its SubjectPublicKeyInfo.</param>
    /// <param name="Signature">ECDSA with SHA-256, in DER.</param>
    private sealed record Step(byte[] Key, byte[] Signature);
}
