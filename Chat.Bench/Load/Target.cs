using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Chat.Protocol;

namespace Chat.Bench.Load;

/// <summary>Where a server listens.</summary>
internal readonly record struct Target(string Host, int Port)
{
    private const string Scheme = "chat://";

    /// <summary>Reads <c>chat://HOST:PORT</c>; scheme and port may be missing, and an IPv6 address with a port stands in brackets.</summary>
    public static bool TryParse(string text, out Target target)
    {
        var rest = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].TrimEnd('/') : text;
        var (host, port) = (rest, Limits.DefaultPort);
        var isAddress = IPAddress.TryParse(rest, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !rest.StartsWith('[');
        if (!isAddress && rest.LastIndexOf(':') is var colon and >= 0 && colon > rest.LastIndexOf(']'))
        {
            host = rest[..colon];
            if (!int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > ushort.MaxValue)
            {
                target = default;
                return false;
            }
        }

        target = new Target(host.Trim('[', ']'), port);
        return Uri.CheckHostName(target.Host) != UriHostNameType.Unknown;
    }

    /// <exception cref="SocketException">There is no such host.</exception>
    public async Task<IPEndPoint> ResolveAsync(CancellationToken cancellation)
    {
        // "localhost" is IPv6 first on many systems, on which the server need not listen.
        var addresses = await Dns.GetHostAddressesAsync(Host, cancellation);
        return new IPEndPoint(addresses.OrderBy(static address => address.AddressFamily != AddressFamily.InterNetwork).First(), Port);
    }

    public override string ToString() => $"{Scheme}{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port.ToString(CultureInfo.InvariantCulture)}";
}
