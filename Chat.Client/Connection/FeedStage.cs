namespace Chat.Client.Connection;

/// <summary>How far a room is open on the present connection.</summary>
internal enum FeedStage
{
    /// <summary>Nothing is asked: there is no connection, or the server said to wait.</summary>
    Closed,

    /// <summary>Join is under way.</summary>
    Asked,

    /// <summary>The events from before are awaited, those that come meanwhile are held.</summary>
    Priming,

    /// <summary>The events that were missed are coming.</summary>
    CatchingUp,

    /// <summary>Everything up to now is here.</summary>
    Live,

    /// <summary>We are on the way out.</summary>
    Leaving,
}
