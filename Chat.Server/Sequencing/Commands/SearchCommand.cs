using Chat.Protocol.Search;
using Chat.Server.Delivery;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Look for messages.</summary>
/// <param name="Query">What to look for.</param>
/// <param name="Room">The only room to look in; null for all of one's own.</param>
/// <param name="Before">Only what was committed before this place; null from the newest.</param>
/// <param name="Limit">The most hits, as the client wants it.</param>
internal sealed record SearchCommand(Subscriber From, uint Id, SearchQuery Query, RoomAddress? Room, long? Before, int Limit) : Command(From, Id);
