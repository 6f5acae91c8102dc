namespace Chat.Client.Connection;

/// <summary>How a room came to be open.</summary>
internal enum Opening
{
    /// <summary>For the first time on this link.</summary>
    Entered,

    /// <summary>After a lost connection; its events go on where they broke off.</summary>
    Resumed,

    /// <summary>The server has another room under this name by now; what was seen before belongs to the old one.</summary>
    Replaced,
}
