namespace Chat.Server.Log.SystemEvents;

/// <summary>A user has another nick.</summary>
internal sealed record UserRenamed(long Time, UserId User, string Nick) : SystemEvent(Time);
