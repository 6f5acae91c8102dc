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

    /// <summary>The private key's name, PKCS #8 in PEM.</summary>
    public const string KeyName = "server.key";

    /// <summary>The certificate's name, PEM.</summary>
    public const string CertificateName = "server.crt";

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
        var draft = $"{folder}.{Guid.NewGuid():N}.new";
        CreateFolder(draft);
        try
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var certificate = Sign(key, name, time);
            Write(Path.Combine(draft, KeyName), key.ExportPkcs8PrivateKeyPem());
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

    private static X509Certificate2 Sign(ECDsa key, string name, TimeProvider time)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));

        // A day of grace for machines whose clocks run behind.
        return request.CreateSelfSigned(time.GetUtcNow().AddDays(-1), Never);
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
