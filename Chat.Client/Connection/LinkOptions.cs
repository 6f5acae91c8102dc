namespace Chat.Client.Connection;

/// <summary>How a link behaves. The defaults fit a program that only listens and posts; a screen wants more told.</summary>
internal sealed record LinkOptions
{
    /// <summary>The server as it is shown: a host, and a port when it is not the usual one.</summary>
    public required string Server { get; init; }

    /// <summary>The nick to ask for.</summary>
    public required string Nick { get; init; }

    /// <summary>A person chose the nick: when it is in use at first, that is the end, and no digits are appended.</summary>
    public bool NickIsChosen { get; init; }

    /// <summary>Nobody sees under which nick it speaks, so it has to be that one: any other at first is the end, before anything is sent.</summary>
    public bool NickIsNeeded { get; init; }

    /// <summary>The server is shown a device key: a nick is ours for good, so none is made up when the one asked for is in use.</summary>
    public bool HasDevice { get; init; }

    /// <summary>The nick that the server knew our device by the last time; null: it never did.</summary>
    public string? KnownAs { get; init; }

    /// <summary>A code that lets us in: of an invitation, or of a user whose device this is to be. Said until the server has greeted us, and never again.</summary>
    public string? Code { get; init; }

    /// <summary>The code is one that joins this device to a user.</summary>
    public bool IsLinking { get; init; }

    /// <summary>Keeps the nick for the next start; called after each Welcome. What it throws as a StoreException is told and goes no further.</summary>
    public Func<string, CancellationToken, Task> KeepNick { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>What the client calls itself.</summary>
    public string Agent { get; init; } = "chat";

    /// <summary>Rooms to enter at first.</summary>
    public IReadOnlyList<string> Rooms { get; init; } = [];

    /// <summary>How many events from before are asked for when a room is entered; 0: none.</summary>
    public int Backlog { get; init; }

    /// <summary>Ask who is in the rooms of up to 256 members.</summary>
    public bool TrackMembers { get; init; }

    /// <summary>The wait before the first try to come back; it doubles with every try, up to <see cref="MostBackoff"/>.</summary>
    public TimeSpan LeastBackoff { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait between tries. A shorter one is a load on a server that is just coming up.</summary>
    public TimeSpan MostBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A server that cannot be reached at first is tried again like one that was lost: there is something to read and to type meanwhile.</summary>
    public bool StartsOffline { get; init; }

    /// <summary>How long a lost server is tried again; null: as long as it takes.</summary>
    public TimeSpan? GiveUpAfter { get; init; }

    /// <summary>
    /// When more events than these were missed in a room, only so many of the latest are told and the rest is left to history; null: all are
    /// told, however many, as a program wants it that must see everything.
    /// </summary>
    public int? MostUnseen { get; init; }

    /// <summary>Makes the key of a message, which has to be unique among all that the user ever posts; null: of the time and chance (UUID version 7).</summary>
    public Func<Guid>? NewKey { get; init; }
}
