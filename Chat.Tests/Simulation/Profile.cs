using Chat.Server.Sessions;

namespace Chat.Tests.Simulation;

/// <summary>The temper of one run: how many, how large, and how often something goes wrong. Runs differ more from each other than moments of one run do.</summary>
internal sealed record Profile
{
    public required int People { get; init; }

    public required int Lanes { get; init; }

    public required int Rooms { get; init; }

    /// <summary>Steps of the storm, in which things go wrong.</summary>
    public required int Steps { get; init; }

    /// <summary>How many of a hundred steps go to the server, the rest to people, store and clock.</summary>
    public required int ServerShare { get; init; }

    /// <summary>What a connection holds on its way, in bytes, each direction.</summary>
    public required int BufferBytes { get; init; }

    /// <summary>The longest text but for a few words.</summary>
    public required int TextBytes { get; init; }

    /// <summary>What the store holds, in bytes.</summary>
    public required long Capacity { get; init; }

    /// <summary>What a lane keeps of newest blocks, in bytes.</summary>
    public required int RecentBytes { get; init; }

    public required double StoreStalls { get; init; }

    public required double CommitFails { get; init; }

    public required double CommitDoubts { get; init; }

    public required double ReadStalls { get; init; }

    public required double ReadFails { get; init; }

    /// <summary>How often looking up a key finds nothing although the store has it.</summary>
    public required double KeysUnseen { get; init; }

    /// <summary>How often sending and reading do less than they could.</summary>
    public required double Sluggish { get; init; }

    /// <summary>How often a person's turn is one in which something breaks.</summary>
    public required double Trouble { get; init; }

    /// <summary>How often a person stops reading when something breaks.</summary>
    public required double Stalling { get; init; }

    /// <summary>How often somebody asks for many things at once.</summary>
    public required double Bursts { get; init; }

    /// <summary>How often a post takes a key that somebody else has used.</summary>
    public required double BorrowedKeys { get; init; }

    /// <summary>How many of the people have a device key.</summary>
    public required double Registered { get; init; }

    /// <summary>How many of those have one that another has too: a user's several sessions at a time.</summary>
    public required double SharedDevices { get; init; }

    /// <summary>How often somebody registered comes back with a new device.</summary>
    public required double NewDevices { get; init; }

    /// <summary>Whether long times pass, after which nobody is resumed.</summary>
    public required bool HasLongPauses { get; init; }

    /// <summary>Whether the server is stopped in the middle of it all.</summary>
    public required bool StopsInStorm { get; init; }

    public required RateLimit? RateLimit { get; init; }

    /// <summary>What people do, each as often as it is in it.</summary>
    public required IReadOnlyList<Deed> Deeds { get; init; }

    public static Profile Of(Draw draw) => new()
    {
        People = draw.Between(2, 6),
        Lanes = draw.Between(1, 3),
        Rooms = draw.Between(1, 3),
        Steps = draw.Between(400, 1400),
        ServerShare = draw.Pick(30, 50, 70),
        BufferBytes = draw.Pick(200, 2_000, 20_000, 200_000),
        TextBytes = draw.Pick(10, 10, 60, 60, 1_000, 15_000),
        Capacity = draw.Pick(1_000_000_000, 1_000_000_000, 1_000_000_000, 500, 2_500, 10_000),
        RecentBytes = draw.Pick(0, 500, 20_000, 8_000_000),
        StoreStalls = draw.Pick(0, 0.1, 0.6),
        CommitFails = draw.Pick(0, 0, 0.05, 0.2),
        CommitDoubts = draw.Pick(0, 0, 0.03, 0.15),
        ReadStalls = draw.Pick(0, 0.2, 0.7),
        ReadFails = draw.Pick(0, 0, 0.05, 0.3),
        KeysUnseen = draw.Pick(0, 0, 0, 0.5),
        Sluggish = draw.Pick(0, 0.1, 0.5),
        Trouble = draw.Pick(0.01, 0.03, 0.1),
        Stalling = draw.Pick(0.2, 0.5, 0.9),
        Bursts = draw.Pick(0, 0.02, 0.1),
        BorrowedKeys = draw.Pick(0, 0, 0.05),
        Registered = draw.Pick(0, 0.3, 0.6, 1),
        SharedDevices = draw.Pick(0, 0.3, 0.6),
        NewDevices = draw.Pick(0, 0.05, 0.3),
        HasLongPauses = draw.Chance(0.1),
        StopsInStorm = draw.Chance(0.1),
        RateLimit = draw.Chance(0.2) ? new RateLimit(draw.Pick(5, 20), draw.Pick(3, 20)) : null,
        Deeds = DeckOf(draw),
    };

    private static List<Deed> DeckOf(Draw draw)
    {
        List<Deed> deck = [Deed.Join, Deed.Join, Deed.Post, Deed.Post, Deed.Post, Deed.Fence];
        foreach (var deed in Enum.GetValues<Deed>())
        {
            var copies = draw.Pick(0, 1, 1, 3);
            deck.AddRange(Enumerable.Repeat(deed, copies));
        }

        deck.AddRange(Enumerable.Repeat(Deed.Post, draw.Pick(0, 5, 20)));
        return deck;
    }
}
