using System.Security.Cryptography.X509Certificates;
using Chat.Client.Store;
using Chat.Protocol;

namespace Chat.Client.Connection;

/// <summary>
/// Whether the key that a server shows is the one it must have: the one that was met at first contact, and the one that the address names,
/// or a key that was signed by these. Used by one handshake.
/// </summary>
internal sealed class KeyCheck(ServerAddress address, KnownServer? met, KnownServers known)
{
    /// <summary>The fingerprint of the key that was shown.</summary>
    public string? Present { get; private set; }

    /// <summary>Why that key is not accepted; null when it is.</summary>
    public LinkEnd? Judge(X509Certificate2 certificate)
    {
        Present = ServerKey.Fingerprint(ServerKey.Hash(certificate));
        return met is not null && !Follows(met.Fingerprint, certificate) ? Changed(met, Present)
            : address.Pin is not null && !Follows(address.Pin, certificate) ? NotTheNamed(Present)
            : null;
    }

    /// <summary>What is said when the key is another than the known one.</summary>
    public LinkEnd Changed(KnownServer before, string present) => new(
        ExitCode.Protocol,
        $"""
        The key of {address} has changed. Nothing was sent.
          known:   {before.Fingerprint}{(before.Since.Length > 0 ? $" (since {before.Since})" : "")}
          present: {present}
        Somebody may be in between, or the server was set up anew: ask whoever runs it which key is right.
        To accept the present one:  {TrustCommandLine()}
        """);

    private LinkEnd NotTheNamed(string present) => new(
        ExitCode.Protocol,
        $"""
        The server at {address} is not the one that the address names. Nothing was sent.
          named:   {address.Pin}
          present: {present}
        Somebody may be in between, or the address is out of date. Ask whoever gave it to you.
        """);

    private static bool Follows(string pinned, X509Certificate2 certificate) =>
        ServerKey.TryParse(pinned, out var hash)
        && (hash.AsSpan().SequenceEqual(ServerKey.Hash(certificate)) || KeySuccession.Leads(hash, certificate));

    private string TrustCommandLine()
    {
        var place = $"{address}";
        var data = known.FolderPath == DataFolder.DefaultPath() ? "" : $" --data {DataFolder.Quote(known.FolderPath)}";
        return $"chat trust {(place[0] == '[' ? $"'{place}'" : place)}{data}";
    }
}
