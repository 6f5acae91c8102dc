namespace Chat.Server.Delivery;

/// <summary>The kinds of <see cref="LaneItem"/>.</summary>
internal enum LaneItemKind
{
    /// <summary>The payload is a group's list of instructions.</summary>
    Deliver,

    /// <summary>Bytes for one session; the payload is an action to call when they are written, or null.</summary>
    Send,

    /// <summary>The last bytes for one session.</summary>
    Finish,

    /// <summary>The socket has taken what it had under way.</summary>
    Sent,

    /// <summary>The payload is a <see cref="CatchUpRead"/> that has ended.</summary>
    Loaded,

    /// <summary>The bytes are an answer that no turn gave: of a grant's read, or to what came before Hello.</summary>
    Answer,

    /// <summary>The bytes are the answer to the lane's search, which has ended.</summary>
    Searched,

    /// <summary>The session is gone.</summary>
    Detach,
}
