namespace Chat.Server.Log.SystemEvents;

/// <summary>A room that people join.</summary>
internal sealed record RoomAdded(long Time, LogId Room, string Name) : SystemEvent(Time);
