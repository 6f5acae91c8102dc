namespace Chat.Tests.History;

/// <summary>The connection is no more, whoever ended it. Only what is still open must have everything in the end.</summary>
internal sealed record Ending(long Stamp, Session Session) : HistoryEvent(Stamp, Session);
