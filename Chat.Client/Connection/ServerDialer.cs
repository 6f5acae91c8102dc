using System.Security.Cryptography.X509Certificates;
using Chat.Client.Store;

namespace Chat.Client.Connection;

/// <summary>
/// Dials a server over TCP and TLS. The only thing that counts of its certificate is the key: it must be the one that was met at first
/// contact, or that the address names, or one that these have signed. Another one ends the handshake before anything of ours has been sent.
/// </summary>
/// <param name="address">The server.</param>
/// <param name="plaintext">Without TLS: there are no keys then, neither the server's nor ours.</param>
/// <param name="known">The servers that were met.</param>
/// <param name="time">The clock.</param>
/// <param name="device">Our certificate; null: a guest.</param>
internal sealed class ServerDialer(ServerAddress address, bool plaintext, KnownServers known, TimeProvider time, X509Certificate2? device = null) : IDialer
{
    private readonly Contact _contact = new(address, time);

    public async ValueTask<DialResult> DialAsync(CancellationToken cancellationToken)
    {
        if (plaintext)
        {
            return await _contact.OpenClearAsync(cancellationToken);
        }

        try
        {
            var met = known.Find(address.Key);
            var check = new KeyCheck(address, met, known);
            var result = await _contact.OpenAsync(check.Judge, device, cancellationToken);
            return result is DialResult.Connected connected && check.Present is { } present
                ? await RememberAsync(connected, met, present, check, cancellationToken)
                : result;
        }
        catch (StoreException exception)
        {
            return new DialResult.Refused(new LinkEnd(ExitCode.Configuration, exception.Message));
        }
    }

    /// <summary>The key is proven by the handshake now: only here it is written down.</summary>
    private async Task<DialResult> RememberAsync(
        DialResult.Connected connected, KnownServer? met, string present, KeyCheck check, CancellationToken cancellationToken)
    {
        if (met?.Fingerprint == present)
        {
            return connected;
        }

        DialResult? result = null;
        try
        {
            var remembered = met is null
                ? await known.AddAsync(address.Key, present, cancellationToken)
                : await known.ReplaceAsync(address.Key, met.Fingerprint, present, cancellationToken);
            result = remembered.Fingerprint == present
                ? connected with { News = new KeyNews(present, met?.Fingerprint, known.Path, address.Pin is not null) }
                : new DialResult.Refused(check.Changed(remembered, present));
        }
        finally
        {
            if (result is not DialResult.Connected)
            {
                await connected.Stream.DisposeAsync();
            }
        }

        return result;
    }
}
