using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;

namespace Chat.Bench.Wire;

/// <summary>The key of the server: the first one that is shown is trusted, and from then on it has to be that one. Any thread.</summary>
internal sealed class TlsPin
{
    private readonly string _host;
    private string? _fingerprint;

    public TlsPin(string host)
    {
        _host = host;
    }

    /// <summary>The key, once there was a connection.</summary>
    public string? Fingerprint => Volatile.Read(ref _fingerprint);

    /// <summary>What a handshake needs. Every one is a whole one, as between machines that have not met.</summary>
    public SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = _host,
        ApplicationProtocols = [new SslApplicationProtocol(ServerKey.Alpn)],
        AllowTlsResume = false,
        CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 its && IsTrusted(its),
    };

    private bool IsTrusted(X509Certificate2 certificate)
    {
        var shown = ServerKey.Fingerprint(ServerKey.Hash(certificate));
        return (Interlocked.CompareExchange(ref _fingerprint, shown, null) ?? shown) == shown;
    }
}
