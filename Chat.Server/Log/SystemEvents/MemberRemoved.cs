namespace Chat.Server.Log.SystemEvents;

/// <summary>A user has left a room.</summary>
internal sealed record MemberRemoved(long Time, LogId Room, UserId User) : SystemEvent(Time);
