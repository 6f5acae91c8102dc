using Chat.Client.Connection;
using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Client.Store;

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
            var folder = DataFolder.Open(options.DataFolder ?? DataFolder.DefaultPath());
            using var store = await ClientStore.OpenAsync(folder, TimeProvider.System, CancellationToken.None);
            if (store.Notice is { } notice)
            {
                await Console.Error.WriteLineAsync($"chat: {DisplayText.Of(notice)}");
            }

            return await RunAsync(options, folder, store);
        }
        catch (StoreException exception)
        {
            await Console.Error.WriteLineAsync($"chat: {DisplayText.Of(exception.Message)}");
            return ExitCode.Configuration;
        }
    }

    private static async Task<ExitCode> RunAsync(ClientOptions options, DataFolder folder, ClientStore store)
    {
        if (options.Plaintext)
        {
            await Console.Error.WriteLineAsync("-- Without encryption: whoever is on the way can read and change everything");
        }

        var hasPerson = LineModeHost.HasPerson;
        var room = options.Address.Room ?? DefaultRoom;
        var nick = options.Nick ?? LoginNick.Of(Environment.UserName);
        var linkOptions = new LinkOptions
        {
            Server = options.Address.ToString(),
            Nick = nick,
            NickIsChosen = options.Nick is not null,
            Agent = $"chat/{CommandLine.Version}",
            Rooms = [room],
            Backlog = hasPerson ? Backlog : 0,
            TrackMembers = hasPerson,
            MostUnseen = hasPerson ? Reducer.MostUnread : null,
            GiveUpAfter = Console.IsInputRedirected ? PipePatience : null,
        };
        var known = new KnownServers(folder, TimeProvider.System);
        var memory = LinkMemory.Begin(store.For(options.Address.Key, TimeProvider.System), linkOptions, hasPerson);
        var dialer = new ServerDialer(options.Address, options.Plaintext, known, TimeProvider.System);
#pragma warning disable RS0030 // This is where randomness comes from.
        await using var link = new ServerLink(linkOptions, dialer, TimeProvider.System, Random.Shared, memory);
#pragma warning restore RS0030
        return await LineModeHost.RunAsync(link, folder, TimeProvider.System, nick, room);
    }
}
