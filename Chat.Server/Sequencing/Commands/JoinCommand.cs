using Chat.Server.Delivery;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Become a member and follow, from a cursor or from now on.</summary>
internal sealed record JoinCommand(Subscriber From, uint Id, RoomAddress Room, long? After, Guid? Log) : Command(From, Id);
