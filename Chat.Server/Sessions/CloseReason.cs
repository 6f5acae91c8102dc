namespace Chat.Server.Sessions;

/// <summary>Why a session ended: what came first.</summary>
internal enum CloseReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>The peer closed the connection or broke it off.</summary>
    PeerClosed,

    /// <summary>The peer said Bye.</summary>
    PeerBye,

    /// <summary>The first byte, the handshake or a limit stood against it.</summary>
    Refused,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError,

    /// <summary>No Hello in time, or no sign of life.</summary>
    Timeout,

    /// <summary>The peer took no byte for too long.</summary>
    SlowConsumer,

    /// <summary>The same user goes on in another session, or the turn ended the session for another reason.</summary>
    Ended,

    /// <summary>The server stops.</summary>
    ShuttingDown,

    /// <summary>A fault of the server.</summary>
    Internal,
}
