using Chat.Protocol;

namespace Chat.Server.Log.Sqlite;

/// <summary>An event as a block holds it.</summary>
/// <param name="Event">The event; without its text where that is kept elsewhere.</param>
/// <param name="IsRevised">Whether its text is that of the revisions of the event it is, or is about.</param>
internal readonly record struct StoredEvent(LogEvent Event, bool IsRevised)
{
    /// <summary>Under which seq its text is kept, when it is not in the block.</summary>
    public long? Revised => !IsRevised ? null : Event.Kind == EventKind.Edit ? Event.Ref : Event.Seq;
}
