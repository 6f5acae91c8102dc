namespace Chat.Server.Log.SystemEvents;

/// <summary>The session of a secret ended: from now on the secret expires.</summary>
internal sealed record SecretEnded(long Time, SecretHash Secret) : SystemEvent(Time);
