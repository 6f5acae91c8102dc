using Chat.Server.Delivery;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Somebody types, or stops.</summary>
internal sealed record TypeCommand(Subscriber From, RoomAddress Room, bool On) : Command(From, 0);
