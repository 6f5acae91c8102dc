namespace Chat.Client.State;

/// <summary>What happens to those who are in a room.</summary>
internal enum PresenceKind
{
    /// <summary>Came in, or came online.</summary>
    Came,

    /// <summary>Left, or went offline.</summary>
    Went,

    /// <summary>Is away.</summary>
    Away,

    /// <summary>Is back.</summary>
    Back,

    /// <summary>Has another nick.</summary>
    Renamed,
}
