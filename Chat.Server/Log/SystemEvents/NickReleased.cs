namespace Chat.Server.Log.SystemEvents;

/// <summary>A nick that a user had before is free for others.</summary>
internal sealed record NickReleased(long Time, UserId User, string Nick) : SystemEvent(Time);
