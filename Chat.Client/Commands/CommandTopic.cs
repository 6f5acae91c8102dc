namespace Chat.Client.Commands;

/// <summary>What a command is for, as the help groups them.</summary>
internal enum CommandTopic
{
    /// <summary>Saying things, and what was said.</summary>
    Messages,

    /// <summary>Rooms and who is in them.</summary>
    Rooms,

    /// <summary>Oneself and others.</summary>
    People,

    /// <summary>Keeping a room, or the server, in order.</summary>
    Order,

    /// <summary>This program, and the devices it runs on.</summary>
    Program,
}
