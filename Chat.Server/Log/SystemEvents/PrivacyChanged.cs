namespace Chat.Server.Log.SystemEvents;

/// <summary>A room is entered by invitation only, or by anybody again.</summary>
internal sealed record PrivacyChanged(long Time, LogId Room, bool IsPrivate, UserId? By) : SystemEvent(Time);
