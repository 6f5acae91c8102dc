using System.Collections.Immutable;
using Chat.Server.Delivery;
using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>A connection that has said Hello. State of the sequencer's turn.</summary>
internal sealed class UserSession
{
    private static readonly ImmutableDictionary<string, FailedPost> NoFailures = ImmutableDictionary.Create<string, FailedPost>(StringComparer.Ordinal);

    public UserSession(Subscriber subscriber, User user, SecretHash secret)
    {
        Subscriber = subscriber;
        User = user;
        Secret = secret;
    }

    public Subscriber Subscriber { get; }

    public User User { get; }

    /// <summary>The device it is on; null for a guest's.</summary>
    public DeviceId? Device { get; init; }

    /// <summary>What resumes this session is known by; a registered user's resumes nothing.</summary>
    public SecretHash Secret { get; }

    /// <summary>Rooms in which a post of this session has failed for now, by what the client calls them.</summary>
    public ImmutableDictionary<string, FailedPost> FailedPosts { get; set; } = NoFailures;
}
