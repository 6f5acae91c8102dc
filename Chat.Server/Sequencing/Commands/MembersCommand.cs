using Chat.Server.Delivery;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>List who is in a room.</summary>
/// <param name="After">Those after this one in the list; null from the beginning.</param>
internal sealed record MembersCommand(Subscriber From, uint Id, RoomAddress Room, string? After) : Command(From, Id);
