using Chat.Server.Delivery;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Read a room's log.</summary>
internal sealed record HistoryCommand(Subscriber From, uint Id, RoomAddress Room, long? Before, long? After, int Limit) : Command(From, Id);
