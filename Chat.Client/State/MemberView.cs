using Chat.Protocol;

namespace Chat.Client.State;

/// <summary>A member of a room, as far as it is known.</summary>
internal readonly record struct MemberView(UserStatus Status, RoomRole Role);
