using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Chat.Protocol;

/// <summary>
/// How a server's key is named to people: the SHA-256 of its SubjectPublicKeyInfo as <c>SHA256:</c> and 43 characters of
/// base64 without padding, the form OpenSSH uses. Server and client print the same text, so that it can be compared aloud.
/// </summary>
public static class ServerKey
{
    /// <summary>The ALPN name that client and server offer in the TLS handshake.</summary>
    public const string Alpn = "chat/1";

    private const string Prefix = "SHA256:";
    private const int TextLength = 43;

    /// <summary>The SHA-256 of the certificate's SubjectPublicKeyInfo: what a client pins.</summary>
    /// <param name="certificate">The certificate the server presents; nothing but its key matters.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Hash(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The text of a key's hash, as it is shown and as known servers are stored.</summary>
    /// <param name="spkiSha256">32 bytes, as <see cref="Hash"/> gives them.</param>
    /// <returns><c>SHA256:</c> and 43 characters of base64.</returns>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public static string Fingerprint(ReadOnlySpan<byte> spkiSha256)
    {
        if (spkiSha256.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(spkiSha256));
        }

        return Prefix + Convert.ToBase64String(spkiSha256).TrimEnd('=');
    }

    /// <summary>Reads what <see cref="Fingerprint"/> wrote; the <c>SHA256:</c> may be missing.</summary>
    /// <param name="text">A fingerprint, from a file, a link or a person.</param>
    /// <param name="spkiSha256">32 bytes.</param>
    /// <returns>False when the text is not a fingerprint.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out byte[]? spkiSha256)
    {
        spkiSha256 = null;
        if (text is null)
        {
            return false;
        }

        var encoded = text.StartsWith(Prefix, StringComparison.Ordinal) ? text.AsSpan(Prefix.Length) : text;
        if (encoded.Length != TextLength || !Base64.IsValid($"{encoded}="))
        {
            return false;
        }

        var bytes = Convert.FromBase64String($"{encoded}=");
        if (bytes.Length != SHA256.HashSizeInBytes || Fingerprint(bytes).AsSpan(Prefix.Length) is var again && !again.SequenceEqual(encoded))
        {
            return false;
        }

        spkiSha256 = bytes;
        return true;
    }
}
