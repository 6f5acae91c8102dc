namespace Chat.Server.Log.SystemEvents;

/// <summary>A code is good for nothing any more.</summary>
internal sealed record CodeEnded(long Time, SecretHash Code) : SystemEvent(Time);
