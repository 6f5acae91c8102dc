namespace Chat.Protocol;

/// <summary>Whether a user is there. A value read from the wire may be a number that a later server knows.</summary>
public enum UserStatus
{
    /// <summary>Not connected, or no longer in the room that the frame is about.</summary>
    Offline = 0,

    /// <summary>Connected, or come into the room that the frame is about.</summary>
    Online = 1,

    /// <summary>Connected, and said to be away.</summary>
    Away = 2,
}
