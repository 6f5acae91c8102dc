namespace Chat.Tests.History;

/// <summary>A Post was answered by Posted.</summary>
/// <param name="AskedAt">The stamp of the <see cref="Invocation"/> that it answers.</param>
internal sealed record Acknowledgement(long Stamp, Session Session, long AskedAt, Guid Key, string Room, long Seq, long Time)
    : HistoryEvent(Stamp, Session)
{
    public override string ToString() => $"seq {Seq} in {Room}, acknowledged to {Session} at {Stamp}";
}
