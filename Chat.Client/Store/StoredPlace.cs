namespace Chat.Client.Store;

/// <summary>How far a log has come to us.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Room">The room's name at that time, in the server's spelling.</param>
/// <param name="Cursor">The seq of the last event that came.</param>
/// <param name="SolidFrom">All events after this one came; of those before, some may not have.</param>
internal sealed record StoredPlace(Guid Log, string Room, long Cursor, long SolidFrom);
