using Chat.Client.Connection;
using Chat.Client.Terminal;

namespace Chat.Client;

/// <summary>What the command line asked for.</summary>
internal sealed record ClientOptions
{
    public required ServerAddress Address { get; init; }

    /// <summary>The nick that was chosen; null: the last one there, or one made of the login name.</summary>
    public string? Nick { get; init; }

    /// <summary>Who to be: an identity with a device key of its own.</summary>
    public string Identity { get; init; } = Store.Identity.DefaultName;

    /// <summary>Show no device key.</summary>
    public bool Guest { get; init; }

    /// <summary>Join this device to a user whom the server knows already.</summary>
    public bool Link { get; init; }

    /// <summary>The code for that, from the command line; null: it is asked for.</summary>
    public string? LinkCode { get; init; }

    /// <summary>No TLS. Everybody on the way can read and change everything, so servers allow it from their own machine only.</summary>
    public bool Plaintext { get; init; }

    /// <summary>Lines in, lines out, rather than a full screen.</summary>
    public bool Plain { get; init; }

    /// <summary>Where keys, the lines typed and what was seen are kept; null: the platform's place.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether lines are coloured.</summary>
    public ColourWish Colour { get; init; }
}
