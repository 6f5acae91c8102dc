using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Chat.Server.Transport;

/// <summary>Reads certificates and private keys out of PEM files and says in an operator's words why one cannot be used.</summary>
internal static class PemFile
{
    /// <summary>The permissions of everyone but the owner and the group.</summary>
    public const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The permissions of everyone but the owner.</summary>
    public const UnixFileMode GroupAndOthers = Others | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const int Largest = 1 << 20;

    /// <summary>All certificates in a file, in its order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">What to blame.</param>
    /// <returns>At least one certificate; the caller disposes of them.</returns>
    /// <exception cref="CertificateException">It cannot be read or holds none.</exception>
    public static X509Certificate2Collection ReadCertificates(string path, CertificatePart part)
    {
        var certificates = CertificatesIn(Read(path, part), path, part);
        return certificates.Count > 0
            ? certificates
            : throw new CertificateException(part, $"{path} holds no certificate (a PEM block that begins with -----BEGIN CERTIFICATE-----)");
    }

    /// <summary>The file's one private key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">What to blame.</param>
    /// <param name="forbidden">Permissions that the file must not have, on Unix.</param>
    /// <returns>The PEM block.</returns>
    /// <exception cref="CertificateException">It cannot be read, is open to others, encrypted, or holds no key.</exception>
    public static string ReadKey(string path, CertificatePart part, UnixFileMode forbidden) => KeyIn(Read(path, part), path, part, forbidden);

    /// <summary>The file's one private key, and the certificates beside it, as they are at one moment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">What to blame.</param>
    /// <param name="forbidden">Permissions that the file must not have, on Unix.</param>
    /// <param name="certificates">Those that stand in the same file; the caller disposes of them.</param>
    /// <returns>The PEM block of the key.</returns>
    /// <exception cref="CertificateException">It cannot be read, is open to others, encrypted, or holds no key.</exception>
    public static string ReadKey(string path, CertificatePart part, UnixFileMode forbidden, out X509Certificate2Collection certificates)
    {
        var text = Read(path, part);
        var key = KeyIn(text, path, part, forbidden);
        certificates = CertificatesIn(text, path, part);
        return key;
    }

    /// <summary>Why a file could not be used, in a few words.</summary>
    /// <param name="error">What was thrown.</param>
    /// <returns>Words that follow "cannot read it: ".</returns>
    public static string Reason(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "permission denied",
        _ => error.Message,
    };

    private static X509Certificate2Collection CertificatesIn(string text, string path, CertificatePart part)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
            return certificates;
        }
        catch (CryptographicException error)
        {
            throw new CertificateException(part, $"a certificate in {path} cannot be read", error);
        }
    }

    private static string KeyIn(string text, string path, CertificatePart part, UnixFileMode forbidden)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & forbidden) != 0)
        {
            var change = forbidden == Others ? "o-rwx" : "600";
            throw new CertificateException(part, $"other users can read or change the private key {path}; run: chmod {change} '{path}'");
        }

        var encrypted = false;
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var block); rest = rest[block.Location.End..])
        {
            var label = rest[block.Label];
            if (label is "PRIVATE KEY" or "EC PRIVATE KEY" or "RSA PRIVATE KEY")
            {
                return rest[block.Location].ToString();
            }

            encrypted |= label is "ENCRYPTED PRIVATE KEY";
        }

        throw new CertificateException(part, encrypted
            ? $"the private key in {path} is encrypted, and the server cannot ask for a passphrase; decrypt it with: openssl pkey -in '{path}' -out KEYFILE"
            : $"{path} holds no private key (a PEM block that begins with -----BEGIN PRIVATE KEY-----)");
    }

    private static string Read(string path, CertificatePart part)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new CertificateException(part, $"cannot read {path}: it is a folder");
            }

            // The length is not asked for: the file may be a pipe.
            using var reader = new StreamReader(path);
            var buffer = new char[Largest + 1];
            var length = reader.ReadBlock(buffer);
            return length <= Largest
                ? new string(buffer, 0, length)
                : throw new CertificateException(part, $"{path} is larger than a certificate can be");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException(part, $"cannot read {path}: {Reason(error)}", error);
        }
    }
}
