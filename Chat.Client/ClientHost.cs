using Chat.Client.Connection;
using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Client.Store;
using Chat.Protocol.Names;

namespace Chat.Client;

/// <summary>Puts the client together.</summary>
internal static class ClientHost
{
    private const string DefaultRoom = "#lobby";

    /// <summary>Events from before that a person is shown when a room is entered.</summary>
    private const int Backlog = 20;

    /// <summary>How long a pipe waits for a lost server; a person decides for himself.</summary>
    private static readonly TimeSpan PipePatience = TimeSpan.FromMinutes(5);

    public static async Task<ExitCode> RunAsync(ClientOptions options)
    {
        try
        {
            var data = DataFolder.Open(options.DataFolder ?? DataFolder.DefaultPath());
            var isGuest = options.Guest || options.Plaintext; // In the clear nothing proves a key.
            var own = isGuest ? data : Identity.Open(data, options.Identity).Folder;
            using var device = isGuest ? null : await DeviceKey.OpenAsync(own, TimeProvider.System, CancellationToken.None);
            using var store = await ClientStore.OpenAsync(own, TimeProvider.System, CancellationToken.None);
            if (store.Notice is { } notice)
            {
                await Console.Error.WriteLineAsync($"chat: {DisplayText.Of(notice)}");
            }

            return await RunAsync(options, new KnownServers(data, TimeProvider.System), own, store, device);
        }
        catch (StoreException exception)
        {
            return await EndAsync(ExitCode.Configuration, exception.Message);
        }
    }

    public static Task<ExitCode> TrustAsync(TrustOptions options) =>
        new Trust(Console.Out, Console.Error, Question.HasPerson ? Question.Agree : null, TimeProvider.System).RunAsync(options, CancellationToken.None);

    private static async Task<ExitCode> RunAsync(ClientOptions options, KnownServers servers, DataFolder own, ClientStore store, DeviceKey? device)
    {
        if (options.Plaintext)
        {
            await Console.Error.WriteLineAsync("-- Without encryption: whoever is on the way can read and change everything");
        }

        var nicks = new LastNicks(own, TimeProvider.System);
        var (chosen, code) = (options.Nick, options.LinkCode ?? options.Address.Code);
        if (options.Link && (!TryAskNick(options.Address, ref chosen, out var wrong) || !TryAskCode(ref code, out wrong)))
        {
            return await EndAsync(ExitCode.Usage, wrong);
        }

        var hasPerson = LineModeHost.HasPerson;
        var room = options.Address.Room ?? DefaultRoom;
        var knownAs = device is null ? null : nicks.Find(options.Address.Key);
        var nick = chosen ?? knownAs ?? LoginNick.Of(Environment.UserName);
        var linkOptions = new LinkOptions
        {
            Server = options.Address.ToString(),
            Nick = nick,
            NickIsChosen = chosen is not null,
            NickIsNeeded = chosen is not null && !hasPerson && !options.Link,
            HasDevice = device is not null,
            KnownAs = knownAs,
            Code = code,
            IsLinking = options.Link,
            KeepNick = device is null ? static (_, _) => Task.CompletedTask : (kept, cancellation) => nicks.RememberAsync(options.Address.Key, kept, cancellation),
            Agent = $"chat/{CommandLine.Version}",
            Rooms = [room],
            Backlog = hasPerson ? Backlog : 0,
            TrackMembers = hasPerson,
            MostUnseen = hasPerson ? Reducer.MostUnread : null,
            GiveUpAfter = Console.IsInputRedirected ? PipePatience : null,
        };
        var memory = LinkMemory.Begin(store.For(options.Address.Key, TimeProvider.System), linkOptions, hasPerson);
        if (hasPerson && code is null && memory.Restored.Places.Count > 0 && (options.Plaintext || servers.Find(options.Address.Key) is not null))
        {
            linkOptions = linkOptions with { StartsOffline = true };
        }

        var dialer = new ServerDialer(options.Address, options.Plaintext, servers, TimeProvider.System, device?.Certificate);
#pragma warning disable RS0030 // This is where randomness comes from.
        await using var link = new ServerLink(linkOptions, dialer, TimeProvider.System, Random.Shared, memory);
#pragma warning restore RS0030
        var ignored = new IgnoredNicks(own, options.Address.Key, TimeProvider.System);
        return await LineModeHost.RunAsync(link, own, TimeProvider.System, nick, room, ignored, options.Colour);
    }

    /// <summary>A code is good for one nick only, so that has to be the right one.</summary>
    private static bool TryAskNick(ServerAddress address, ref string? nick, out string wrong)
    {
        wrong = "--link needs your nick there: add --nick NAME.";
        if (nick is null && Question.HasPerson)
        {
            nick = Question.AskUntil(
                () => Question.Ask($"Your nick on {address}: "),
                static answer => Nick.TryParse(answer, out _),
                static () => Console.Error.WriteLine("That is no nick. It is what /link shows on your other device, after --nick."));
        }

        return Nick.TryParse(nick, out _);
    }

    private static bool TryAskCode(ref string? code, out string wrong)
    {
        wrong = "That is no code: it is what /link shows on your other device.";
        code ??= Question.Ask("Code that /link shows on your other device: ", isSecret: true);
        return code is not null && ServerAddress.IsCode(code);
    }

    private static async Task<ExitCode> EndAsync(ExitCode code, string message)
    {
        await Console.Error.WriteLineAsync($"chat: {DisplayText.Of(message)}");
        return code;
    }
}
