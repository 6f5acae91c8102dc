using Chat.Server.Delivery;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Be a member no more, or hide a conversation.</summary>
internal sealed record LeaveCommand(Subscriber From, uint Id, RoomAddress Room) : Command(From, Id);
