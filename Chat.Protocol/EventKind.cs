namespace Chat.Protocol;

/// <summary>
/// What an event of a room's log is. A value read from the wire may be a number beyond those named here: a server refuses it,
/// a client shows what it can.
/// </summary>
public enum EventKind
{
    /// <summary>A text; <c>ref</c> is the message replied to, if any.</summary>
    Text = 0,

    /// <summary>An action in the third person (<c>/me</c>); <c>ref</c> as with Text.</summary>
    Action = 1,

    /// <summary>A text that bots never answer; <c>ref</c> as with Text.</summary>
    Notice = 2,

    /// <summary>Replaces the text of the event at <c>ref</c>.</summary>
    Edit = 3,

    /// <summary>Deletes the event at <c>ref</c>.</summary>
    Delete = 4,

    /// <summary>One emoji or <c>:shortcode:</c> on the event at <c>ref</c>.</summary>
    Reaction = 5,

    /// <summary>Takes a reaction on the event at <c>ref</c> back.</summary>
    ReactionWithdrawn = 6,

    /// <summary>Sets the room's topic; an empty text clears it.</summary>
    Topic = 7,

    /// <summary>What a moderator did, as "action nick seconds reason". Only the server makes it.</summary>
    Moderation = 8,
}
