using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;

namespace Chat.Server.Transport;

/// <summary>
/// The certificate the server shows and its private key: the operator's own, or a self-signed one that is made once and kept in the data folder.
/// Clients pin its key, not its name or its dates. Immutable; disposing of it ends its use by TLS.
/// </summary>
internal sealed class ServerCertificate : IDisposable
{
    private readonly X509Certificate2Collection _chain;

    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        Certificate = certificate;
        _chain = chain;
        Fingerprint = ServerKey.Fingerprint(ServerKey.Hash(certificate));

        // Offline: nothing that a certificate names is fetched, not even for this one.
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    /// <summary>The certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate and those that vouch for it, ready for <see cref="SslServerAuthenticationOptions.ServerCertificateContext"/>.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>The SHA-256 of its SubjectPublicKeyInfo as clients show it, <c>SHA256:…</c>.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads an operator's certificate.</summary>
    /// <param name="certificateFile">PEM file: the certificate first, then those that vouch for it.</param>
    /// <param name="keyFile">PEM file with the private key, RSA or EC, not encrypted; null when it is in the same file.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="CertificateException">A file cannot be read, holds something else, or the two do not belong together.</exception>
    public static ServerCertificate Load(string certificateFile, string? keyFile)
    {
        var certificates = PemFile.ReadCertificates(certificateFile, CertificatePart.Certificate);
        var key = PemFile.ReadKey(
            keyFile ?? certificateFile, keyFile is null ? CertificatePart.Certificate : CertificatePart.Key, forbidden: PemFile.Others);
        return Join(certificates, key, keyFile is null ? CertificatePart.Certificate : CertificatePart.Key, keyFile ?? certificateFile);
    }

    /// <summary>Reads the certificate that the server has made in its data folder.</summary>
    /// <param name="dataDirectory">The data folder.</param>
    /// <returns>The certificate, or null when none was made yet.</returns>
    /// <exception cref="CertificateException">It is there, but cannot be read or used, or others can read its key.</exception>
    public static ServerCertificate? TryLoadOwn(string dataDirectory)
    {
        var (folder, keyFile, certificateFile) = OwnFiles(dataDirectory);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        if (!File.Exists(keyFile))
        {
            throw new CertificateException(
                CertificatePart.Folder, $"{folder} has no {CertificateMaker.KeyName}; put it back, or remove the folder to have a new key made, which clients will not know");
        }

        var key = PemFile.ReadKey(keyFile, CertificatePart.Folder, forbidden: PemFile.GroupAndOthers, out var certificates);
        if (certificates.Count == 0)
        {
            // Earlier versions kept the two apart.
            certificates = PemFile.ReadCertificates(certificateFile, CertificatePart.Folder);
        }

        return Join(certificates, key, CertificatePart.Folder, keyFile);
    }

    /// <summary>Reads the server's own certificate, making it first where there is none: ECDSA P-256, self-signed.</summary>
    /// <param name="dataDirectory">The data folder, which exists.</param>
    /// <param name="name">The common name.</param>
    /// <param name="time">The clock that says from when it is valid.</param>
    /// <param name="made">True when it is new. Of several servers that start at once one makes it, and all use that one.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="CertificateException">It cannot be read, made or used, or others can read its key.</exception>
    public static ServerCertificate LoadOrMakeOwn(string dataDirectory, string name, TimeProvider time, out bool made)
    {
        var (folder, _, _) = OwnFiles(dataDirectory);
        try
        {
            made = !Directory.Exists(folder) && CertificateMaker.TryMake(folder, name, time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException(CertificatePart.Folder, $"cannot make a key in {dataDirectory}: {PemFile.Reason(error)}", error);
        }

        return TryLoadOwn(dataDirectory)
            ?? throw new CertificateException(CertificatePart.Folder, $"the key in {folder} has vanished");
    }

    /// <summary>The files of the server's own certificate: the folder, the key, and the copy of the certificate.</summary>
    /// <param name="dataDirectory">The data folder.</param>
    /// <returns>Their paths; they need not be there.</returns>
    public static (string Folder, string Key, string Certificate) OwnFiles(string dataDirectory)
    {
        var folder = Path.Combine(dataDirectory, CertificateMaker.FolderName);
        return (folder, Path.Combine(folder, CertificateMaker.KeyName), Path.Combine(folder, CertificateMaker.CertificateName));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var certificate in _chain)
        {
            certificate.Dispose();
        }
    }

    private static ServerCertificate Join(X509Certificate2Collection certificates, string keyPem, CertificatePart part, string keyFile)
    {
        var bare = certificates[0];
        certificates.RemoveAt(0);
        try
        {
            return new ServerCertificate(ForTls(WithKey(bare, keyPem)), certificates);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            // CopyWithPrivateKey tells a key of another certificate by an ArgumentException.
            throw new CertificateException(part, $"the private key in {keyFile} does not belong to the certificate", error);
        }
        finally
        {
            bare.Dispose();
        }

        X509Certificate2 WithKey(X509Certificate2 certificate, string pem)
        {
            using AsymmetricAlgorithm key = certificate.PublicKey.Oid.Value switch
            {
                "1.2.840.113549.1.1.1" => RSA.Create(),
                "1.2.840.10045.2.1" => ECDsa.Create(),
                var other => throw new CertificateException(
                    part == CertificatePart.Folder ? part : CertificatePart.Certificate, $"the certificate's key is neither RSA nor EC but of kind {other}"),
            };
            try
            {
                key.ImportFromPem(pem);
            }
            catch (Exception error) when (error is CryptographicException or ArgumentException)
            {
                var kind = key is RSA ? "RSA" : "EC";
                throw new CertificateException(part, $"{keyFile} holds no readable {kind} private key, which the certificate asks for", error);
            }

            return key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);
        }
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
