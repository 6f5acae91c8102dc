using System.Net;
using System.Net.Security;

namespace Chat.Server.Transport;

/// <summary>What the listener has to be told.</summary>
internal sealed record TransportOptions
{
    /// <summary>Addresses to listen on; empty for all of the machine, IPv4 and IPv6.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>0 for any that is free.</summary>
    public required int Port { get; init; }

    public PlaintextPolicy Plaintext { get; init; } = PlaintextPolicy.Loopback;

    /// <summary>The server's certificate for TLS.</summary>
    public required SslStreamCertificateContext Certificate { get; init; }

    /// <summary>
    /// What the kernel may hold for one connection that does not read, in bytes as asked for (Linux takes twice that). Without a bound it was seen to take 4 MB.
    /// </summary>
    public int SendBufferBytes { get; init; } = 64 * 1024;

    /// <summary>TLS handshakes at one time; more wait. Each holds some 50 KB and costs about a millisecond of CPU.</summary>
    public int MaxHandshakes { get; init; } = 256;
}
