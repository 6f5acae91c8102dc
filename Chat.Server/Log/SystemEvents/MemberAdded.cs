namespace Chat.Server.Log.SystemEvents;

/// <summary>A user is in a room.</summary>
internal sealed record MemberAdded(long Time, LogId Room, UserId User) : SystemEvent(Time);
