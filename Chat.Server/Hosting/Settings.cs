using System.Globalization;
using Chat.Server.Diagnostics;
using Chat.Server.Log.Sqlite;
using Chat.Server.Sessions;
using Chat.Server.Transport;
using Serilog.Events;
using static Chat.Server.Hosting.Setting;

namespace Chat.Server.Hosting;

/// <summary>All settings of the server, in the order that help shows them: the one list behind flags, environment, file, help and check.</summary>
internal static partial class Settings
{
    /// <summary>The largest number that a limit of what somebody may do takes.</summary>
    private const int MostAllowed = 1_000_000;

    private const int MostConnections = 1_000_000;
    private const string Off = "off";

    private static readonly Dictionary<string, PlaintextPolicy> Policies = new()
    {
        ["loopback"] = PlaintextPolicy.Loopback,
        ["any"] = PlaintextPolicy.Any,
        ["none"] = PlaintextPolicy.None,
    };

    private static readonly Dictionary<string, StoreKind> Stores = new() { ["sqlite"] = StoreKind.Sqlite, ["memory"] = StoreKind.Memory };

    private static readonly Dictionary<string, Durability> Durabilities = new() { ["full"] = Durability.Full, ["normal"] = Durability.Normal };

    private static readonly Dictionary<string, LogFormat> Formats = new() { ["text"] = LogFormat.Text, ["json"] = LogFormat.Json };

    private static readonly Dictionary<string, LogEventLevel> Levels = new()
    {
        ["verbose"] = LogEventLevel.Verbose,
        ["debug"] = LogEventLevel.Debug,
        ["information"] = LogEventLevel.Information,
        ["warning"] = LogEventLevel.Warning,
        ["error"] = LogEventLevel.Error,
        ["fatal"] = LogEventLevel.Fatal,
    };

    /// <summary>Every setting, once.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting
        {
            Key = "listen",
            Placeholder = "ADDR",
            IsList = true,
            Default = "all interfaces, IPv4 and IPv6",
            Help = "IP address to accept connections on; give it again for more. Whoever can reach an address can connect and talk as a guest: "
                + "use 127.0.0.1 to try things out alone.",
            Apply = (options, values) =>
            {
                var addresses = new List<System.Net.IPAddress>();
                foreach (var value in values)
                {
                    if (SettingValue.Address(value, out var problem) is not { } address)
                    {
                        return new Applied(options, problem);
                    }

                    addresses.Add(address);
                }

                return new Applied(options with { Listen = [.. addresses.Distinct()] });
            },
            Show = options => options.Listen.Count == 0 ? "all interfaces" : string.Join(", ", options.Listen),
        },
        One(
            "port",
            "N",
            Text(ServerOptions.DefaultPort),
            "TCP port, 0 to 65535; 0 takes a free one and shows it at start. Clients look for 2428; another port has to be told them.",
            (options, value) => new Applied(options with { Port = SettingValue.Number(value, 0, 65_535, out var problem) ?? options.Port }, problem),
            options => Text(options.Port)),
        One(
            "data",
            "DIR",
            "$XDG_DATA_HOME/chatd, else ~/.local/share/chatd (the platform's own place on Windows and macOS)",
            "Folder of the server's private key and of all that is said, made with mode 0700. Whoever can read it can pose as this server; without it the server gets "
            + "a new key, and every client that knows the old one refuses to connect. Back it up.",
            (options, value) => new Applied(options with { DataDirectory = SettingValue.FullPath(value, out var problem) ?? options.DataDirectory }, problem),
            options => options.DataDirectory) with { IsPath = true },
        One(
            "plaintext",
            "loopback|any|none",
            "loopback",
            "Who may connect without TLS: programs on this machine, everyone, nobody. With 'any', what such clients say can be read and changed on its way.",
            (options, value) => new Applied(options with { Plaintext = SettingValue.Choice(value, Policies, out var problem) ?? options.Plaintext }, problem),
            options => Word(Policies, options.Plaintext)),
        One(
            "name",
            "TEXT",
            "the machine's name",
            "What the server calls itself towards clients, 1 to 64 bytes of printable text. Not a secret, not checked by anyone.",
            (options, value) => new Applied(options with { Name = SettingValue.Name(value, ServerOptions.MaxName, out var problem) ?? options.Name }, problem),
            options => options.Name),
        One(
            "motd",
            "FILE",
            "none",
            "Text file, UTF-8 and at most 4096 bytes, that greets everyone who connects. Read once, at start.",
            (options, value) => new Applied(options with { MotdFile = SettingValue.FullPath(value, out var problem) ?? options.MotdFile }, problem),
            options => options.MotdFile ?? "none") with { IsPath = true },
        One(
            "store",
            "sqlite|memory",
            "sqlite",
            "Where rooms are kept: in a database in the data folder, or in memory, which is bounded and forgets everything when the server ends.",
            (options, value) => new Applied(options with { Store = SettingValue.Choice(value, Stores, out var problem) ?? options.Store }, problem),
            options => Word(Stores, options.Store)),
        One(
            "durability",
            "full|normal",
            "full",
            "What a message has survived when its sender is told that it is stored. With 'full' the end of the process and the loss of power: each group of messages is "
            + "synced to the disk. With 'normal' the end of the process only; a loss of power can take what was said in the last seconds, never a part of it from the middle.",
            (options, value) => new Applied(options with { Durability = SettingValue.Choice(value, Durabilities, out var problem) ?? options.Durability }, problem),
            options => Word(Durabilities, options.Durability)),
        new Setting
        {
            Key = "retention",
            Placeholder = "[#ROOM=]RULE",
            IsList = true,
            Default = "all",
            Help = "How long messages are kept: 'all', an age such as 90d, 12h or 30m, a number of messages for each room, or both, as in 90d:10000. Give it again with a room's name for a "
                + "rule of its own: '#incidents=all'. What is past it is deleted for good, also for clients that have not read it yet.",
            Apply = (options, values) => RetentionSetting.TryParse(values, out var policy, out var problem)
                ? new Applied(options with { Retention = policy })
                : new Applied(options, problem),
            Show = options => RetentionSetting.Show(options.Retention),
        },
        One(
            "certificate",
            "FILE",
            "a self-signed one, made in the data folder at first start",
            "TLS certificate of your own: PEM, the server's first, then those that vouch for it. Clients pin its key, so keep the key when you renew it.",
            (options, value) => new Applied(options with { Certificate = SettingValue.FullPath(value, out var problem) ?? options.Certificate }, problem),
            options => options.Certificate ?? "self-signed") with { IsPath = true },
        One(
            "certificate-key",
            "FILE",
            "in the file of --certificate",
            "Its private key: PEM, RSA or EC, not encrypted. Refused when other users can read it.",
            (options, value) => new Applied(options with { CertificateKey = SettingValue.FullPath(value, out var problem) ?? options.CertificateKey }, problem),
            options => options.CertificateKey ?? (options.Certificate is null ? "none" : "in the certificate's file")) with { IsPath = true },
        One(
            "rate-limit",
            "N/s:BURST|off",
            "50/s:500",
            "Posts a second that one session may send, and how many it may send at once after a pause. Above that it is read more slowly, then refused. "
            + "With 'off' one client can keep the whole server busy.",
            (options, value) => value == Off ? new Applied(options with { RateLimit = null })
                : RateLimit.TryParse(value, out var limit) ? new Applied(options with { RateLimit = limit })
                : new Applied(options, $"{SettingValue.Quoted(value)} is neither off nor N/s:BURST with numbers up to 1000000, such as 50/s:500"),
            options => options.RateLimit?.ToString() ?? Off),
        One(
            "connections-per-address",
            "N|off",
            Text(1_000),
            "Connections from one IP address at a time. All who sit behind one router count as one address. With 'off', or near --max-connections, one "
            + "machine can lock out all others.",
            (options, value) => value == Off ? new Applied(options with { ConnectionsPerAddress = null })
                : SettingValue.Number(value, 1, MostConnections, out var problem) is { } number ? new Applied(options with { ConnectionsPerAddress = number })
                : new Applied(options, problem + ", nor off"),
            options => options.ConnectionsPerAddress is { } number ? Text(number) : Off),
        One(
            "max-connections",
            "N",
            Text(10_000),
            "Connections at a time. Each takes a file descriptor (the limit is what 'ulimit -Hn' shows) and, when it reads slowly, memory for what waits.",
            (options, value) => new Applied(
                options with { MaxConnections = SettingValue.Number(value, 1, MostConnections, out var problem) ?? options.MaxConnections }, problem),
            options => Text(options.MaxConnections)),
        .. People,
        One(
            "log-level",
            "verbose|debug|information|warning|error|fatal",
            "warning",
            "The least important that is logged, to stderr. From 'debug' on there are lines with the addresses and nicks of those who connect; what they "
            + "say is never logged.",
            (options, value) => new Applied(options with { LogLevel = SettingValue.Choice(value, Levels, out var problem) ?? options.LogLevel }, problem),
            options => Word(Levels, options.LogLevel)),
        One(
            "log-format",
            "text|json",
            "text",
            "Log lines for people, or a JSON object a line (compact Serilog form) for machines.",
            (options, value) => new Applied(options with { LogFormat = SettingValue.Choice(value, Formats, out var problem) ?? options.LogFormat }, problem),
            options => Word(Formats, options.LogFormat)),
    ];

    private static Setting One(
        string key, string placeholder, string byDefault, string help, Func<ServerOptions, string, Applied> apply, Func<ServerOptions, string> show) => new()
        {
            Key = key,
            Placeholder = placeholder,
            Default = byDefault,
            Help = help,
            Apply = (options, values) => apply(options, values[^1]),
            Show = show,
        };

    private static string Word<T>(Dictionary<string, T> words, T value) => words.First(pair => Equals(pair.Value, value)).Key;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
