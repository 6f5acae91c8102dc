using System.Collections.Immutable;
using Chat.Protocol;
using Chat.Protocol.Names;
using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>Someone who chats. State of the sequencer's turn.</summary>
internal sealed class User
{
    public User(UserId id, Nick nick, long onlineSince)
    {
        Id = id;
        Nick = nick;
        OnlineSince = onlineSince;
    }

    public UserId Id { get; }

    public Nick Nick { get; set; }

    /// <summary>What "away" was set with; null when not away. An empty text is away without a reason.</summary>
    public string? AwayText { get; set; }

    /// <summary>Unix milliseconds of the beginning of the present stay.</summary>
    public long OnlineSince { get; set; }

    /// <summary>Whose direct messages are refused.</summary>
    public ImmutableHashSet<UserId> Blocked { get; set; } = [];

    /// <summary>The rooms a guest was in when his session ended, for when he comes back.</summary>
    public IReadOnlyList<LogId> LeftRooms { get; set; } = [];

    /// <summary>Whether something is kept of him: the system log has him, his secrets, rooms and blocks.</summary>
    public bool IsStored { get; set; }

    /// <summary>What makes him registered; null for a guest.</summary>
    public Account? Account { get; set; }

    public bool IsRegistered => Account is not null;

    /// <summary>Whether he may do everything on this server.</summary>
    public bool IsOperator => Account is { IsOperator: true };

    /// <summary>Where his newest session came from; null when there was none since the server started.</summary>
    public PeerAddress? Address { get; set; }

    /// <summary>The address that restrictions look at: a guest's. An account is known by its keys, wherever it comes from.</summary>
    public PeerAddress? GuestAddress => IsRegistered || Address is { IsLocal: true } ? null : Address;

    /// <summary>Sessions that are open now. A guest has one at the most.</summary>
    public List<UserSession> Sessions { get; } = new(1);

    public bool IsOnline => Sessions.Count > 0;

    public UserStatus Status => !IsOnline ? UserStatus.Offline : AwayText is null ? UserStatus.Online : UserStatus.Away;
}
