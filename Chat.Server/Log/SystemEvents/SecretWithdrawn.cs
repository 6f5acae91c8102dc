namespace Chat.Server.Log.SystemEvents;

/// <summary>A secret is no longer valid.</summary>
internal sealed record SecretWithdrawn(long Time, SecretHash Secret) : SystemEvent(Time);
