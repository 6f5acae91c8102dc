namespace Chat.Client.Connection;

/// <summary>How far a session is with the present connection.</summary>
internal enum SessionPhase
{
    /// <summary>There is none.</summary>
    Away,

    /// <summary>Hello is under way.</summary>
    Greeting,

    /// <summary>The server has greeted us.</summary>
    Online,
}
