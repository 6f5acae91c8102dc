namespace Chat.Server.Log.SystemEvents;

/// <summary>A room in which nothing was ever said and nobody is.</summary>
internal sealed record RoomRemoved(long Time, LogId Room) : SystemEvent(Time);
