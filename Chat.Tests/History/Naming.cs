namespace Chat.Tests.History;

/// <summary>A user is, or may be from now on, called <paramref name="Nick"/>.</summary>
internal sealed record Naming(long Stamp, Session Session, string Nick) : HistoryEvent(Stamp, Session);
