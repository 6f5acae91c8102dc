using Chat.Protocol.Frames;

namespace Chat.Tests.History;

/// <summary>An event of a final log.</summary>
/// <param name="Event">As it was read in the end.</param>
/// <param name="Post">Who sent it; null when nobody by that nick did.</param>
internal sealed record StoredEvent(LogIndex Log, PageEvent Event, PostTrail? Post)
{
    public long Seq => Event.Seq;

    public override string ToString() => $"{Version.Describe(Event)} of {Log.Final.Room}";
}
