using Chat.Client.Connection;

namespace Chat.Client;

/// <summary>What the command line asked for.</summary>
internal sealed record ClientOptions
{
    public required ServerAddress Address { get; init; }

    /// <summary>The nick that was chosen; null: one is made of the login name.</summary>
    public string? Nick { get; init; }

    /// <summary>No TLS. Everybody on the way can read and change everything, so servers allow it from their own machine only.</summary>
    public bool Plaintext { get; init; }

    /// <summary>Lines in, lines out, rather than a full screen.</summary>
    public bool Plain { get; init; }

    /// <summary>Where keys of servers and the lines typed are kept; null: the platform's place.</summary>
    public string? DataFolder { get; init; }
}
