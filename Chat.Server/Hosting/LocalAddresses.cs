using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Chat.Server.Hosting;

/// <summary>Finds the addresses by which other machines reach this one.</summary>
internal static class LocalAddresses
{
    /// <summary>
    /// The addresses of the interfaces that are up, those that lead out of the local network first, IPv4 before IPv6. Without loopback, and without IPv6's link-local
    /// ones, which mean nothing on another machine.
    /// </summary>
    /// <returns>Perhaps none.</returns>
    public static IReadOnlyList<IPAddress> Find()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                    .Where(card => card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                    .Select(card => card.GetIPProperties())
                    .SelectMany(card => card.UnicastAddresses.Select(unicast => (unicast.Address, HasGateway: HasGateway(card))))
                    .Where(found => !IPAddress.IsLoopback(found.Address) && !found.Address.IsIPv6LinkLocal && !found.Address.IsIPv6Teredo)
                    .OrderByDescending(found => found.HasGateway)
                    .ThenBy(found => found.Address.AddressFamily == AddressFamily.InterNetworkV6)
                    .Select(found => found.Address)
                    .Distinct(),
            ];
        }
        catch (Exception error) when (error is NetworkInformationException or PlatformNotSupportedException)
        {
            // The server runs without knowing them; the banner then shows localhost only.
            return [];
        }
    }

    private static bool HasGateway(IPInterfaceProperties card) =>
        card.GatewayAddresses.Any(gateway => !gateway.Address.Equals(IPAddress.Any) && !gateway.Address.Equals(IPAddress.IPv6Any));
}
