using Chat.Protocol.Frames;

namespace Chat.Tests.History;

/// <summary>A room's log as it was read when all was over and nothing changed any more.</summary>
/// <param name="First">The oldest seq kept, as Joined and Page say it; 1 in an empty log.</param>
/// <param name="Events">All events kept, as pages gave them.</param>
internal sealed record FinalLog(string Room, Guid Log, long First, IReadOnlyList<PageEvent> Events)
{
    public long Head => Events.Count == 0 ? First - 1 : Events[^1].Seq;
}
