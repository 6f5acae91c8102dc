namespace Chat.Server.Sequencing.Commands;

/// <summary>What a moderator may want.</summary>
internal enum ModerationAction
{
    Kick,
    Ban,
    Unban,
    Mute,
    Unmute,
    Moderator,
    Member,
    Owner,
    Invite,
    Private,
    Public,
}
