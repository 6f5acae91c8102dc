using Chat.Protocol.Names;
using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>List rooms that fit a pattern.</summary>
/// <param name="Pattern">Null for all.</param>
/// <param name="After">Rooms that come after this one in the list; null from the beginning.</param>
internal sealed record RoomsCommand(Subscriber From, uint Id, NamePattern? Pattern, string? After) : Command(From, Id);
