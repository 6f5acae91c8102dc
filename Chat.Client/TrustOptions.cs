using Chat.Client.Connection;

namespace Chat.Client;

/// <summary>What <c>chat trust</c> was asked for. One of <see cref="Address"/>, <see cref="Forget"/> and <see cref="List"/>.</summary>
internal sealed record TrustOptions
{
    /// <summary>The server whose key is to be accepted.</summary>
    public ServerAddress? Address { get; init; }

    /// <summary>The only key that is to be accepted; null: whichever it has, if the person agrees.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The person has agreed already.</summary>
    public bool Yes { get; init; }

    /// <summary>Show all that are known.</summary>
    public bool List { get; init; }

    /// <summary>The server that is to be forgotten.</summary>
    public ServerAddress? Forget { get; init; }

    /// <summary>Where keys are kept; null: the platform's place.</summary>
    public string? DataFolder { get; init; }
}
