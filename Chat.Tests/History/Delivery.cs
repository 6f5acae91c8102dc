using Chat.Protocol.Frames;

namespace Chat.Tests.History;

/// <summary>An event was read from the connection, live or in replay.</summary>
internal sealed record Delivery(long Stamp, Session Session, string Room, PageEvent Event) : HistoryEvent(Stamp, Session)
{
    public override string ToString() => $"{Version.Describe(Event)} of {Room}, delivered to {Session} at {Stamp}";
}
