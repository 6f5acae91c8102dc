namespace Chat.Server.Users;

/// <summary>Who may become a registered user.</summary>
internal enum Registration
{
    /// <summary>Everybody.</summary>
    Open,

    /// <summary>Whoever has an invitation.</summary>
    Invite,

    /// <summary>Nobody, but for the one with the operator's link.</summary>
    Closed,
}
