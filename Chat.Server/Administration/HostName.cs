using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Chat.Server.Administration.Control;
using Chat.Server.Diagnostics;

namespace Chat.Server.Administration;

/// <summary>What a server is to be called in a link: a name or an address, perhaps with the port by which it is reached from outside.</summary>
/// <param name="Host">IPv6 in brackets.</param>
/// <param name="Port">Null: the server's own.</param>
internal sealed record HostName(string Host, int? Port)
{
    /// <summary>Reads it as it is given on the command line.</summary>
    /// <exception cref="CommandException">It cannot be understood.</exception>
    public static HostName Parse(string text)
    {
        if (IPAddress.TryParse(text.Trim('[', ']'), out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId == 0)
        {
            return new HostName($"[{address}]", null);
        }

        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        int? port = colon < 0 ? null : int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return port is null or (>= 1 and <= 65_535) && Uri.CheckHostName(host.Trim('[', ']')) is not UriHostNameType.Unknown and var kind && (kind == UriHostNameType.IPv6) == host.StartsWith('[')
            ? new HostName(host, port)
            : throw new CommandException($"--host: '{Escape.Text(text, 80)}' is not a name or an address, such as chat.example.org, 192.168.1.20:2428 or [fd00::5]") { IsMisuse = true };
    }

    /// <summary>The server as it is found by that name.</summary>
    public ServerPlace Of(ServerPlace place) => place with { Host = Host, Port = Port ?? place.Port, IsLocal = false };
}
