using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Chat.Protocol;
using Chat.Server.Log;

namespace Chat.Tests.Support;

/// <summary>A certificate as a client may show it, good or strange, and the device that a server is to know by it.</summary>
internal sealed class ShownCertificate : IDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _others;

    private ShownCertificate(X509Certificate2 certificate, params X509Certificate2[] others)
    {
        // Windows' TLS takes no key that exists in memory only.
        _certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        certificate.Dispose();
        _others = [.. others];
        Context = SslStreamCertificateContext.Create(_certificate, _others, offline: true);
        Device = new DeviceId(new Fingerprint(ServerKey.Hash(_certificate)));
    }

    public SslStreamCertificateContext Context { get; }

    public DeviceId Device { get; }

    /// <summary>As our client makes it.</summary>
    public static ShownCertificate Ec()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SelfSigned(Request("device", key));
    }

    public static ShownCertificate Rsa()
    {
        using var key = RSA.Create(2048);
        return SelfSigned(new CertificateRequest("CN=device", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static ShownCertificate Expired()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var then = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new ShownCertificate(Request("device", key).CreateSelfSigned(then, then.AddDays(1)));
    }

    /// <summary>With an extension of that many bytes that means nothing.</summary>
    public static ShownCertificate Large(int bytes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("device", key);
        request.CertificateExtensions.Add(new X509Extension("2.25.1", new byte[bytes], critical: false));
        return SelfSigned(request);
    }

    /// <summary>Signed by an issuer that is not shown and is to be had at an address.</summary>
    public static ShownCertificate OfIssuerAt(Uri issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("device", key);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([issuer.AbsoluteUri], [issuer.AbsoluteUri]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([issuer.AbsoluteUri]));
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var above = Issuer("issuer", issuerKey);
        return Signed(request, key, above);
    }

    /// <summary>The last of a chain of certificates, all of them shown but the root.</summary>
    public static ShownCertificate OfChain(int length)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var chain = new List<X509Certificate2> { Issuer("0", rootKey) };
        for (var i = 1; i < length - 1; i++)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            chain.Add(Sign(Authority($"{i}", key), key, chain[^1]));
        }

        using var last = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Signed(Request("device", last), last, chain[^1], [.. chain[1..].Reverse<X509Certificate2>()]);
    }

    /// <summary>Makes a client show it.</summary>
    public void Show(SslClientAuthenticationOptions options) => options.ClientCertificateContext = Context;

    public void Dispose()
    {
        _certificate.Dispose();
        foreach (var other in _others)
        {
            other.Dispose();
        }
    }

    private static DateTimeOffset From => TimeProvider.System.GetUtcNow().AddDays(-1);

    private static DateTimeOffset To => From.AddYears(1);

    private static CertificateRequest Request(string name, ECDsa key) => new($"CN={name}", key, HashAlgorithmName.SHA256);

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }

    private static X509Certificate2 Issuer(string name, ECDsa key) => Authority(name, key).CreateSelfSigned(From.AddDays(-1), To.AddDays(1));

    private static ShownCertificate SelfSigned(CertificateRequest request) => new(request.CreateSelfSigned(From, To));

    private static ShownCertificate Signed(CertificateRequest request, ECDsa key, X509Certificate2 issuer, params X509Certificate2[] others) =>
        new(Sign(request, key, issuer), others);

    private static X509Certificate2 Sign(CertificateRequest request, ECDsa key, X509Certificate2 issuer)
    {
        // As long as its issuer's: counted anew, it would end later when a second has passed since.
        using var bare = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, Encoding.ASCII.GetBytes(request.SubjectName.Name));
        return bare.CopyWithPrivateKey(key);
    }
}
