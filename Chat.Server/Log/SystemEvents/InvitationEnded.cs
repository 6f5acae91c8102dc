namespace Chat.Server.Log.SystemEvents;

/// <summary>An invitation was used, or is withdrawn.</summary>
internal sealed record InvitationEnded(long Time, LogId Room, UserId User) : SystemEvent(Time);
