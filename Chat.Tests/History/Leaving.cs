namespace Chat.Tests.History;

/// <summary>A Leave was answered by Done, or a Membership said that the user is out: nothing of the room may come any more.</summary>
internal sealed record Leaving(long Stamp, Session Session, string Room) : HistoryEvent(Stamp, Session);
