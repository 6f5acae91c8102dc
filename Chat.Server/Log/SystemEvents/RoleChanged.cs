using Chat.Protocol;

namespace Chat.Server.Log.SystemEvents;

/// <summary>What a user may do in a room is another by now.</summary>
internal sealed record RoleChanged(long Time, LogId Room, UserId User, RoomRole Role, UserId? By) : SystemEvent(Time);
