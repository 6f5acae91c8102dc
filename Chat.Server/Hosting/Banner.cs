using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Chat.Server.Administration.Control;

namespace Chat.Server.Hosting;

/// <summary>What the server prints when it is ready: all that somebody needs who wants to join or to tell others how.</summary>
internal static class Banner
{
    private const int MostAddresses = 8;

    /// <summary>Composes it.</summary>
    /// <param name="options">The options in force.</param>
    /// <param name="endpoints">What is really bound.</param>
    /// <param name="fingerprint">The key's fingerprint as clients show it.</param>
    /// <param name="machine">The machine's addresses, the best one first.</param>
    /// <param name="client">The command that starts the client.</param>
    /// <param name="operators">Who may do everything; null to say nothing of that.</param>
    /// <returns>The lines.</returns>
    public static IEnumerable<string> Lines(
        ServerOptions options, IReadOnlyList<IPEndPoint> endpoints, string fingerprint, IReadOnlyList<IPAddress> machine, string client, OperatorStart? operators = null)
    {
        var addresses = Reachable(options, endpoints, machine).ToArray();
        yield return $"{options.Name} is open for chat ({CommandLine.Program} {Version()})";
        yield return string.Empty;
        var label = "address";
        foreach (var address in addresses.Take(MostAddresses))
        {
            yield return $"  {label,-8} chat://{Host(address)}{(IsLocal(address) ? "   (this machine only)" : string.Empty)}";
            label = string.Empty;
        }

        if (addresses.Length > MostAddresses)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  {string.Empty,-8} and {addresses.Length - MostAddresses} more");
        }

        yield return $"  {"key",-8} {fingerprint}";
        yield return $"  {"data",-8} {options.DataDirectory}";
        if (options.Store == StoreKind.Memory)
        {
            yield return $"  {"rooms",-8} in memory, gone when the server stops";
        }

        yield return string.Empty;
        var shared = addresses.FirstOrDefault(address => !IsLocal(address));
        yield return shared is null
            ? $"  Join from this machine:     {client} {Host(addresses[0])}"
            : $"  Join from another machine:  {client} {Host(shared)}";
        if (operators is { HasOperators: false })
        {
            yield return operators.Link is null
                ? "  No operator yet:            chatd operators link"
                : "  Whoever opens this link first becomes operator, within a week. Keep it to yourself:";
        }

        if (operators?.Link is { } link)
        {
            yield return $"    {client} '{link}'";
        }

        yield return "  Stop:                       Ctrl+C";
    }

    /// <summary>The address that most clients reach the server by.</summary>
    public static ServerPlace Place(ServerOptions options, IReadOnlyList<IPEndPoint> endpoints, string fingerprint, IReadOnlyList<IPAddress> machine)
    {
        var best = Reachable(options, endpoints, machine).First();
        return new ServerPlace(Name(best.Address), best.Port, fingerprint, IsLocal(best));
    }

    /// <summary>How the client is started where this server was: out of the source tree, or as an installed program.</summary>
    /// <param name="baseDirectory">The folder of this program.</param>
    /// <returns>A command to which a host is added.</returns>
    public static string ClientCommand(string baseDirectory) =>
        baseDirectory.Replace('\\', '/').Contains("/Chat.Server/bin/", StringComparison.Ordinal) ? "dotnet run --project Chat.Client --" : "chat";

    /// <summary>The program's version, three numbers.</summary>
    public static string Version() => typeof(Banner).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>What is bound, with "any address" spelled out. All interfaces are one dual-stack socket; "any IPv6" that was asked for by name is IPv6 alone.</summary>
    private static IEnumerable<IPEndPoint> Reachable(ServerOptions options, IReadOnlyList<IPEndPoint> endpoints, IReadOnlyList<IPAddress> machine)
    {
        return endpoints.SelectMany(endpoint => Addresses(endpoint.Address).Select(address => new IPEndPoint(address, endpoint.Port))).Distinct().OrderBy(IsLocal);

        IEnumerable<IPAddress> Addresses(IPAddress bound) =>
            bound.Equals(IPAddress.Any) ? machine.Where(IsIPv4).Append(IPAddress.Loopback)
            : !bound.Equals(IPAddress.IPv6Any) ? [bound]
            : options.Listen.Count == 0 ? machine.Append(IPAddress.Loopback)
            : machine.Where(address => !IsIPv4(address)).Append(IPAddress.IPv6Loopback);
    }

    private static bool IsIPv4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;

    /// <summary>Host and port as the client takes them; the default port is left out.</summary>
    private static string Host(IPEndPoint endpoint)
    {
        var host = Name(endpoint.Address);
        return endpoint.Port == ServerOptions.DefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{endpoint.Port}");
    }

    private static string Name(IPAddress address) =>
        address.Equals(IPAddress.Loopback) ? "localhost" : IsIPv4(address) ? address.ToString() : $"[{address}]";

    private static bool IsLocal(IPEndPoint endpoint) => IPAddress.IsLoopback(endpoint.Address);
}
