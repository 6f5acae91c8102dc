using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;

namespace Chat.Client.Store;

/// <summary>
/// The key by which servers know this device: made at its first use, kept in a file for its owner only, and shown to servers in a
/// self-signed certificate that says nothing else. Immutable; disposed of by whoever opened it.
/// </summary>
internal sealed class DeviceKey : IDisposable
{
    /// <summary>PKCS #8 in PEM.</summary>
    public const string FileName = "device.key";

    private const string LockName = "device.key.lock";

    /// <summary>Always the same dates: they mean nothing to a server, and so tell nothing about this machine either.</summary>
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Never = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    private DeviceKey(X509Certificate2 certificate)
    {
        Certificate = certificate;
        Fingerprint = new Fingerprint(ServerKey.Hash(certificate));
    }

    /// <summary>The certificate with its private key, ready for TLS.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What servers know the device by.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>Reads the key of an identity, and makes it when there is none. Clients that do so at once all get the same.</summary>
    /// <param name="folder">The identity's folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait for another client that makes it.</param>
    /// <exception cref="StoreException">It cannot be read or made, others can get at it, or it is no key.</exception>
    public static async Task<DeviceKey> OpenAsync(DataFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var pem = folder.Read(FileName) ?? await MakeAsync(folder, time, cancellationToken);
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return new DeviceKey(ForTls(Certify(key)));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new StoreException(
                $"{folder[FileName]} holds no device key that can be read. Put it back from a backup; or move it away to begin with a new key, and join it to your nicks with --link.",
                exception);
        }
    }

    public void Dispose() => Certificate.Dispose();

    private static async Task<string> MakeAsync(DataFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        // Of two keys made at once the second would take the place of the first, which a server may know by then.
        using var exclusive = await folder.LockAsync(LockName, time, cancellationToken);
        if (folder.Read(FileName) is { } another)
        {
            return another;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportPkcs8PrivateKeyPem() + "\n";
        folder.Write(FileName, pem);
        return pem;
    }

    private static X509Certificate2 Certify(ECDsa key)
    {
        var request = new CertificateRequest("CN=chat", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2", "clientAuth")], critical: false));
        return request.CreateSelfSigned(From, Never);
    }

    /// <summary>Windows' TLS takes no key that exists in memory only: there it goes through PKCS #12, which gives it a place of its own until it is disposed of.</summary>
    private static X509Certificate2 ForTls(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
