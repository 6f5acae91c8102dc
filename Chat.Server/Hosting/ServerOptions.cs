using System.Net;
using Chat.Server.Diagnostics;
using Chat.Server.Log.Sqlite;
using Chat.Server.Sessions;
using Chat.Server.Transport;
using Chat.Server.Users;
using Serilog.Events;

namespace Chat.Server.Hosting;

/// <summary>
/// All that an operator can choose, checked and complete. <see cref="Settings"/> says how each is written, on the command line, in
/// the environment and in a file; the defaults here are the ones it shows.
/// </summary>
internal sealed record ServerOptions
{
    /// <summary>"CHAT" on a phone keypad.</summary>
    public const int DefaultPort = 2428;

    /// <summary>Bytes of UTF-8 that <see cref="Name"/> may have; a certificate's common name holds no more.</summary>
    public const int MaxName = 64;

    /// <summary>Bytes that the file of <see cref="MotdFile"/> may have: it goes into every Welcome, beside a list of rooms.</summary>
    public const int MaxMotd = 4096;

    /// <summary>Addresses to listen on. Empty: all interfaces, IPv4 and IPv6; whoever reaches the machine can then connect.</summary>
    public IReadOnlyList<IPAddress> Listen { get; init; } = [];

    /// <summary>TCP port, 0 to 65535; 0 takes any that is free, another one at each start.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>
    /// Folder of the server's key and, with a store on disk, of the logs; an absolute path. Who can read it can pose as the server; who loses it
    /// makes every client refuse the server's new key.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>Who may connect without TLS.</summary>
    public PlaintextPolicy Plaintext { get; init; } = PlaintextPolicy.Loopback;

    /// <summary>What the server calls itself towards clients; printable text of 1 to <see cref="MaxName"/> bytes.</summary>
    public required string Name { get; init; }

    /// <summary>File with the message that greets every session, UTF-8, at most <see cref="MaxMotd"/> bytes; read at start. Null: no message.</summary>
    public string? MotdFile { get; init; }

    /// <summary>Where the rooms' logs are kept.</summary>
    public StoreKind Store { get; init; } = StoreKind.Sqlite;

    /// <summary>What an acknowledged message has survived; for a store on disk.</summary>
    public Durability Durability { get; init; } = Durability.Full;

    /// <summary>How long messages are kept; for a store on disk.</summary>
    public RetentionPolicy Retention { get; init; } = RetentionPolicy.KeepAll;

    /// <summary>PEM file of a certificate of one's own, with those that vouch for it. Null: a self-signed one, made in <see cref="DataDirectory"/>.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the private key to <see cref="Certificate"/>. Null: it is in the same file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>
    /// Posts that one session may send: above it the server reads more slowly, after 5 s of that it refuses. Null: no limit; one client can then keep the
    /// whole server busy.
    /// </summary>
    public RateLimit? RateLimit { get; init; } = new RateLimit(50, 500);

    /// <summary>
    /// Connections from one address at a time, 1 or more. A whole office behind one router counts as one address, so the default lets it have a
    /// tenth of all. Null: no limit; one machine can then take every connection there is.
    /// </summary>
    public int? ConnectionsPerAddress { get; init; } = 1_000;

    /// <summary>
    /// Connections at a time, 1 or more. Each takes a file descriptor and, when its reader is slow, up to its outbox's bound of memory.
    /// </summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Who may become a user, and how much one may do. Its policy for guests is not looked at: <see cref="EffectiveAccess"/> has the one in force.</summary>
    public AccessRules Access { get; init; } = new();

    /// <summary>Who may talk without an account. Null: everybody where everybody may register, else programs on this machine.</summary>
    public GuestPolicy? Guests { get; init; }

    /// <summary>The rules with the guests' policy filled in.</summary>
    public AccessRules EffectiveAccess => Access with { Guests = Guests ?? (Access.Registration == Registration.Open ? GuestPolicy.Any : GuestPolicy.Local) };

    /// <summary>The least level that is logged. At debug every connection has a line, and at verbose every request.</summary>
    public LogEventLevel LogLevel { get; init; } = LogEventLevel.Warning;

    /// <summary>How log lines are written, on stderr.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;
}
