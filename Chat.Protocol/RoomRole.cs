namespace Chat.Protocol;

/// <summary>What a member may do in a room. A value read from the wire may be a number that a later server knows.</summary>
public enum RoomRole
{
    /// <summary>Reads and posts.</summary>
    Member = 0,

    /// <summary>Also moderates.</summary>
    Moderator = 1,

    /// <summary>Also makes moderators.</summary>
    Owner = 2,
}
