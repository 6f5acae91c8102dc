using Chat.Protocol;

namespace Chat.Tests.History;

/// <summary>A Post is sent, for the first time or again.</summary>
internal sealed record Invocation(long Stamp, Session Session, Guid Key, string Room, EventKind Kind, string Text, long? Ref)
    : HistoryEvent(Stamp, Session)
{
    public Version Content => new(Kind, Text, Kind == EventKind.Topic ? null : Ref);

    public override string ToString() => $"{Content} to {Room} by {Session}, sent at {Stamp}";
}
