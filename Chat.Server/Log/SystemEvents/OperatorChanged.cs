namespace Chat.Server.Log.SystemEvents;

/// <summary>A user may do everything on this server, or no longer. <paramref name="By"/> is null for the operator's own command line.</summary>
internal sealed record OperatorChanged(long Time, UserId User, bool IsOperator, UserId? By) : SystemEvent(Time);
