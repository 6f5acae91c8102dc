namespace Chat.Tests.History;

/// <summary>A Join was answered by Joined: from here on the session follows the room.</summary>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="After">The cursor that was asked for; null for the head.</param>
internal sealed record Joining(long Stamp, Session Session, long AskedAt, string Room, Guid Log, long? After, long First, long Head)
    : HistoryEvent(Stamp, Session);
