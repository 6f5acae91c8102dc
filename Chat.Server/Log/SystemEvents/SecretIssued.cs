namespace Chat.Server.Log.SystemEvents;

/// <summary>A session of a user began; who has its secret may go on as him.</summary>
internal sealed record SecretIssued(long Time, UserId User, SecretHash Secret) : SystemEvent(Time);
