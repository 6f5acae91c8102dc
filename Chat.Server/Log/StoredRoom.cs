using Chat.Protocol;

namespace Chat.Server.Log;

/// <summary>A room as the store knows it. Belongs to a <see cref="SystemState"/>.</summary>
internal sealed class StoredRoom
{
    public StoredRoom(LogId log, string? name, (UserId One, UserId Other)? pair)
    {
        Log = log;
        Name = name;
        Pair = pair;
    }

    public LogId Log { get; }

    /// <summary>What it was called when it was made; null for a conversation of two.</summary>
    public string? Name { get; }

    /// <summary>Whose conversation it is; the same twice for a notebook; null for a room.</summary>
    public (UserId One, UserId Other)? Pair { get; }

    /// <summary>Who is in a room; empty for a conversation.</summary>
    public HashSet<UserId> Members { get; } = [];

    /// <summary>Who does not want to see the conversation listed.</summary>
    public HashSet<UserId> HiddenFor { get; } = [];

    /// <summary>Whether it is entered by invitation only.</summary>
    public bool IsPrivate { get; set; }

    /// <summary>Who may do more in it than others, whether he is in it or not.</summary>
    public Dictionary<UserId, RoomRole> Roles { get; } = [];

    /// <summary>Who may enter it although it is private.</summary>
    public HashSet<UserId> Invited { get; } = [];

    /// <summary>Who may not enter it, or not speak in it.</summary>
    public RestrictionList Restrictions { get; } = new();
}
