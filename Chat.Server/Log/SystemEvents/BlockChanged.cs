namespace Chat.Server.Log.SystemEvents;

/// <summary>A user takes no direct messages from another, or does again.</summary>
internal sealed record BlockChanged(long Time, UserId User, UserId Other, bool IsBlocked) : SystemEvent(Time);
