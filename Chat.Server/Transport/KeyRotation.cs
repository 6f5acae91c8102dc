using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;

namespace Chat.Server.Transport;

/// <summary>Gives a server a new key that its old one has signed, so that clients who know the old one follow (<see cref="KeySuccession"/>).</summary>
internal static class KeyRotation
{
    /// <summary>Held by the one rotation that is under way: of two at once, each would sign a key of its own, and clients of one would be lost.</summary>
    private const string LockName = "rotation.lock";

    /// <summary>Makes the new key and puts it in the place of the old one, which is gone then. A crash leaves the one or the other.</summary>
    /// <param name="dataDirectory">The data folder.</param>
    /// <param name="time">The clock that says from when the new certificate is valid.</param>
    /// <returns>The fingerprints of the old key and of the new one; null when the server has made no key yet.</returns>
    /// <exception cref="CertificateException">The old pair cannot be used, the new one cannot be written, or another rotation is under way.</exception>
    public static (string Before, string After)? Run(string dataDirectory, TimeProvider time)
    {
        var (folder, keyFile, _) = ServerCertificate.OwnFiles(dataDirectory);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        try
        {
            using var exclusive = Lock(Path.Combine(folder, LockName));
            CertificateMaker.RemoveDrafts(folder);
            using var present = ServerCertificate.TryLoadOwn(dataDirectory)
                ?? throw new CertificateException(CertificatePart.Folder, $"the key in {folder} has vanished");
            using var key = present.Certificate.GetECDsaPrivateKey();
            if (key?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                throw new CertificateException(CertificatePart.Folder, $"{keyFile} is not a key that the server has made (ECDSA P-256), and cannot sign a successor that clients would follow");
            }

            using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var succession = KeySuccession.Extend(present.Certificate, key!, next.ExportSubjectPublicKeyInfo());
            using var certificate = CertificateMaker.Sign(next, present.Certificate.SubjectName, time, succession);
            CertificateMaker.Replace(folder, next, certificate);
            return (present.Fingerprint, ServerKey.Fingerprint(ServerKey.Hash(certificate)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException(CertificatePart.Folder, $"cannot write a key to {folder}, or another rotation is under way: {PemFile.Reason(error)}", error);
        }
    }

    private static FileStream Lock(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
