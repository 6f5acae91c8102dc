using Chat.Client.Connection;
using Chat.Client.State;
using Chat.Client.Store;
using Chat.Protocol;

namespace Chat.Client;

/// <summary><c>chat trust</c>: shows, accepts and forgets the keys of servers. Says nothing of ours to any of them.</summary>
/// <param name="output">For what was asked for.</param>
/// <param name="errors">For everything else.</param>
/// <param name="agree">Asks the person a question; null when nobody is there to answer.</param>
/// <param name="time">The clock.</param>
internal sealed class Trust(TextWriter output, TextWriter errors, Func<string, bool>? agree, TimeProvider time)
{
    public async Task<ExitCode> RunAsync(TrustOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var known = new KnownServers(DataFolder.Open(options.DataFolder ?? DataFolder.DefaultPath()), time);
            return options switch
            {
                { List: true } => await ListAsync(known),
                { Forget: { } gone } => await ForgetAsync(known, gone, cancellationToken),
                { Address: { } address } => await AcceptAsync(known, address, options, cancellationToken),
                _ => throw new ArgumentException("There is nothing to do.", nameof(options)),
            };
        }
        catch (StoreException exception)
        {
            return await EndAsync(ExitCode.Configuration, exception.Message);
        }
    }

    private async Task<ExitCode> ListAsync(KnownServers known)
    {
        foreach (var server in known.All())
        {
            await output.WriteLineAsync($"{DisplayText.Of(server.Address)} {server.Fingerprint} {DisplayText.Of(server.Since)}".TrimEnd());
        }

        return ExitCode.Done;
    }

    private async Task<ExitCode> ForgetAsync(KnownServers known, ServerAddress address, CancellationToken cancellationToken) =>
        await known.ForgetAsync(address.Key, cancellationToken)
            ? await EndAsync(ExitCode.Done, $"{address} is forgotten: the next contact is the first one again.")
            : await EndAsync(ExitCode.Usage, $"{address.Key} is not known. chat trust --list shows which are.");

    private async Task<ExitCode> AcceptAsync(KnownServers known, ServerAddress address, TrustOptions options, CancellationToken cancellationToken)
    {
        byte[]? hash = null;
        var isSuccessor = false;
        var met = known.Find(address.Key);
        var result = await new Contact(address, time).OpenAsync(
            certificate =>
            {
                hash = ServerKey.Hash(certificate);
                isSuccessor = met is not null && ServerKey.TryParse(met.Fingerprint, out var before) && KeySuccession.Leads(before, certificate);
                return null;
            },
            own: null,
            cancellationToken);
        if (result is not DialResult.Connected connected || hash is null)
        {
            var failed = (DialResult.Failed)result;
            return await EndAsync(failed.AtFirst, $"Cannot connect to {address}: {failed.Reason}. {failed.Advice}".TrimEnd());
        }

        await connected.Stream.DisposeAsync();
        var present = ServerKey.Fingerprint(hash);
        await ShowAsync(address, met, present, isSuccessor);
        if (met?.Fingerprint == present)
        {
            return await EndAsync(ExitCode.Done, "It is the one that is known.");
        }

        var wanted = options.Fingerprint ?? address.Pin;
        if (wanted is not null && wanted != present)
        {
            return await EndAsync(ExitCode.Protocol, $"It is not {wanted}. Nothing is changed.");
        }

        if (wanted is null && !options.Yes)
        {
            if (agree is null)
            {
                return await EndAsync(ExitCode.Usage, "Nobody can be asked here: add --fingerprint SHA256:… with the right key, or --yes for any.");
            }

            if (!agree("Ask whoever runs the server which key is right. Accept the present one? [y/N] "))
            {
                return await EndAsync(ExitCode.Protocol, "Nothing is changed.");
            }
        }

        var now = met is null
            ? await known.AddAsync(address.Key, present, cancellationToken)
            : await known.ReplaceAsync(address.Key, met.Fingerprint, present, cancellationToken);
        return now.Fingerprint == present
            ? await EndAsync(ExitCode.Done, $"Accepted. It is kept in {known.Path}")
            : await EndAsync(ExitCode.TryAgain, "Another client has changed it meanwhile. Try again.");
    }

    private async Task ShowAsync(ServerAddress address, KnownServer? met, string present, bool isSuccessor)
    {
        await errors.WriteLineAsync($"The key of {DisplayText.Of($"{address}")}");
        await errors.WriteLineAsync(met is null
            ? "  known:   none"
            : $"  known:   {met.Fingerprint}{(met.Since.Length > 0 ? $" (since {DisplayText.Of(met.Since)})" : "")}");
        await errors.WriteLineAsync($"  present: {present}{(isSuccessor ? " (signed by the known one)" : "")}");
    }

    private async Task<ExitCode> EndAsync(ExitCode code, string message)
    {
        await errors.WriteLineAsync(code == ExitCode.Done ? $"{DisplayText.Of(message)}" : $"chat: {DisplayText.Of(message)}");
        return code;
    }
}
