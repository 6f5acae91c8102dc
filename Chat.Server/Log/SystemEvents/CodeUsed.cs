namespace Chat.Server.Log.SystemEvents;

/// <summary>A code let somebody in; the last use ends it.</summary>
internal sealed record CodeUsed(long Time, SecretHash Code, UserId User) : SystemEvent(Time);
