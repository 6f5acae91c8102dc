namespace Chat.Server.Log.SystemEvents;

/// <summary>A user may enter a private room.</summary>
internal sealed record InvitationAdded(long Time, LogId Room, UserId User, UserId? By) : SystemEvent(Time);
