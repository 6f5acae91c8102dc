namespace Chat.Tests.History;

/// <summary>Something that a client did or saw.</summary>
/// <param name="Stamp">Its place in the order of all that was recorded: taken before a request is sent, and after an answer has been read.</param>
internal abstract record HistoryEvent(long Stamp, Session Session);
