using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Chat.Server.Transport;

/// <summary>
/// Makes the server's key and certificate as two files in a folder of their own. They are written to a folder with another name, synced, and appear
/// by one rename, which the system refuses when the folder is there already: a crash leaves no half of them, and of several servers
/// that start at once exactly one gets its key in.
/// </summary>
internal static class CertificateMaker
{
    /// <summary>The folder's name below the data folder.</summary>
    public const string FolderName = "tls";

    /// <summary>
    /// The private key's name, PKCS #8 in PEM, and its certificate behind it: as one file they can be replaced in one step.
    /// </summary>
    public const string KeyName = "server.key";

    /// <summary>The certificate's name, PEM: a copy for whoever wants to look at it or to hand it on.</summary>
    public const string CertificateName = "server.crt";

    /// <summary>For machines whose clocks run behind: a certificate is valid from so long before it was made.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const string DraftEnding = ".new";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>RFC 5280's date for "never": clients pin the key, so an end of validity would protect nobody.</summary>
    private static readonly DateTimeOffset Never = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>Makes key and certificate.</summary>
    /// <param name="folder">The folder they are to be in; its parent exists.</param>
    /// <param name="name">The common name.</param>
    /// <param name="time">The clock.</param>
    /// <returns>False when another was faster; nothing is changed then.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public static bool TryMake(string folder, string name, TimeProvider time)
    {
        var draft = $"{folder}.{Guid.NewGuid():N}{DraftEnding}";
        CreateFolder(draft);
        try
        {
            var subject = new X500DistinguishedNameBuilder();
            subject.AddCommonName(name);
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var certificate = Sign(key, subject.Build(), time);
            Write(Path.Combine(draft, KeyName), Together(key, certificate));
            Write(Path.Combine(draft, CertificateName), certificate.ExportCertificatePem());
            Directory.Move(draft, folder);
            return true;
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, KeyName)))
        {
            return false;
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    /// <summary>Puts another key and its certificate in the place of those in a folder. A crash leaves the old pair or the new one.</summary>
    /// <param name="folder">The folder they are in.</param>
    /// <param name="key">The new key.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public static void Replace(string folder, ECDsa key, X509Certificate2 certificate)
    {
        Replace(Path.Combine(folder, KeyName), Together(key, certificate));
        Replace(Path.Combine(folder, CertificateName), certificate.ExportCertificatePem());
    }

    /// <summary>Removes what interrupted replacements have left in a folder: keys that were never shown, but that the old one may have signed.</summary>
    /// <param name="folder">The folder; nothing is being replaced in it.</param>
    /// <exception cref="IOException">They cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be removed.</exception>
    public static void RemoveDrafts(string folder)
    {
        foreach (var draft in Directory.EnumerateFiles(folder, $"*{DraftEnding}"))
        {
            File.Delete(draft);
        }
    }

    /// <summary>Makes a self-signed certificate.</summary>
    /// <param name="key">The key.</param>
    /// <param name="subject">Its subject.</param>
    /// <param name="time">The clock.</param>
    /// <param name="more">More extensions.</param>
    /// <returns>The certificate, with its key.</returns>
    public static X509Certificate2 Sign(ECDsa key, X500DistinguishedName subject, TimeProvider time, params X509Extension[] more)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));
        foreach (var extension in more)
        {
            request.CertificateExtensions.Add(extension);
        }

        return request.CreateSelfSigned(time.GetUtcNow() - Grace, Never);
    }

    private static string Together(ECDsa key, X509Certificate2 certificate) => $"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}";

    private static void Replace(string path, string pem)
    {
        var draft = $"{path}.{Guid.NewGuid():N}{DraftEnding}";
        try
        {
            Write(draft, pem);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static void Write(string path, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(pem + '\n'));
        file.Flush(flushToDisk: true);
    }
}
