using Chat.Protocol;

namespace Chat.Server.Sequencing;

/// <summary>How far somebody's rights reach in a room; the lower three are the <see cref="RoomRole"/> of that value.</summary>
internal enum Rank
{
    /// <summary>Reads and posts.</summary>
    Member = RoomRole.Member,

    /// <summary>Keeps order among members.</summary>
    Moderator = RoomRole.Moderator,

    /// <summary>Decides who keeps order.</summary>
    Owner = RoomRole.Owner,

    /// <summary>Has the owner's rights in every room.</summary>
    Operator = 3,
}
