using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Chat.Server.Transport;

/// <summary>Does TLS handshakes, a bounded number at a time. Used by all connections.</summary>
internal sealed class TlsHandshakes : IDisposable
{
    /// <summary>The protocol's name in the handshake (ALPN). A client that names none is served too.</summary>
    public static readonly SslApplicationProtocol Protocol = new("chat/1");

    /// <summary>
    /// All the certificates that a client may send, in bytes. A connection keeps them as long as it lives, and so does the memory of sessions that
    /// can be resumed, while one of a device is less than 500 bytes.
    /// </summary>
    public const int MaxClientCertificates = 32 * 1024;

    private readonly SemaphoreSlim _places;
    private readonly SslServerAuthenticationOptions _options;

    public TlsHandshakes(TransportOptions options)
    {
        _places = new SemaphoreSlim(options.MaxHandshakes);
#pragma warning disable CA5398 // The protocol has a floor of its own, whatever the system allows.
#pragma warning disable CA5359 // This validates clients, not servers: they are known by their key, not by who signed it.
        _options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = options.Certificate,
            ApplicationProtocols = [Protocol],
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,

            // A client may show a certificate; whoever it is, the key is what counts, not who signed it.
            ClientCertificateRequired = true,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = static (_, certificate, chain, _) => certificate is null || Size(certificate, chain) <= MaxClientCertificates,

            // A certificate can name an address to fetch its issuer from. Following that would let a client stall the handshake and send us anywhere.
            CertificateChainPolicy = new X509ChainPolicy
            {
                DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
                VerificationFlags = X509VerificationFlags.AllFlags,
            },
        };
#pragma warning restore CA5359, CA5398
    }

    /// <summary>Does the server's side of a handshake, waiting for a place. How long that may take is the session's business: it ends the connection.</summary>
    /// <exception cref="AuthenticationException">The peer does not agree.</exception>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async Task RunAsync(SslStream stream)
    {
        await _places.WaitAsync();
        try
        {
            await stream.AuthenticateAsServerAsync(_options);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private static int Size(X509Certificate certificate, X509Chain? chain) =>
        certificate.GetRawCertData().Length + (chain?.ChainPolicy.ExtraStore.Sum(static sent => sent.RawDataMemory.Length) ?? 0);
}
