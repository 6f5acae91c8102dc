namespace Chat.Tests.Simulation;

/// <summary>The kinds of <see cref="Moment"/>.</summary>
internal enum MomentKind
{
    /// <summary>The client has made up a frame; its bytes leave from now on.</summary>
    Sent,

    /// <summary>The client has read a whole frame.</summary>
    Received,

    /// <summary>Nothing fails any more, everything is answered and everybody has read what there is.</summary>
    Calm,
}
