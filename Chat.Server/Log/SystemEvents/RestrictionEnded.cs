namespace Chat.Server.Log.SystemEvents;

/// <summary>Somebody may enter or speak again.</summary>
internal sealed record RestrictionEnded(long Time, LogId? Room, RestrictionKind Kind, UserId User, UserId? By) : SystemEvent(Time);
