namespace Chat.Tests.History;

/// <summary>A Gap: retention has passed the cursor, and the next event is <paramref name="First"/>.</summary>
internal sealed record Jump(long Stamp, Session Session, string Room, long First) : HistoryEvent(Stamp, Session);
