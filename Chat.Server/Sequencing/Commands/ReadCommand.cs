using Chat.Server.Delivery;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Mark a room as read up to an event.</summary>
internal sealed record ReadCommand(Subscriber From, uint Id, RoomAddress Room, long Seq) : Command(From, Id);
