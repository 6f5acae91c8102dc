namespace Chat.Server.Users;

/// <summary>Who may talk without an account.</summary>
internal enum GuestPolicy
{
    /// <summary>Everybody.</summary>
    Any,

    /// <summary>Programs on this machine.</summary>
    Local,

    /// <summary>Nobody.</summary>
    None,
}
