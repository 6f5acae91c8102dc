using Chat.Protocol;
using Chat.Server.Users;

namespace Chat.Server.Rooms;

/// <summary>A user in a room.</summary>
internal readonly record struct Member(User User, RoomRole Role);
