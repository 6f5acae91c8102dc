namespace Chat.Client.State;

/// <summary>What a line on the screen is.</summary>
internal enum LineKind
{
    /// <summary>Somebody says something.</summary>
    Text,

    /// <summary>Somebody does something (<c>/me</c>).</summary>
    Action,

    /// <summary>A program says something.</summary>
    Notice,

    /// <summary>Something else that the room's log tells: an edit, a reaction, a topic.</summary>
    Event,

    /// <summary>The reactions to the message before it.</summary>
    Reactions,

    /// <summary>Another room is looked at from here on.</summary>
    Heading,

    /// <summary>Where reading stopped.</summary>
    Divider,

    /// <summary>What follows is of another day.</summary>
    DayChange,

    /// <summary>Who comes and goes.</summary>
    Presence,

    /// <summary>How the connection is, and other things that are nobody's words.</summary>
    Status,

    /// <summary>What a command was asked for.</summary>
    Answer,

    /// <summary>Something did not work.</summary>
    Error,
}
