using Chat.Protocol.Search;
using Chat.Server.Log;

namespace Chat.Server.Delivery;

/// <summary>Leave to search some logs, given by the sequencer's turn and used once the group of that turn is committed.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Query">What to look for.</param>
/// <param name="Rooms">In which logs, each up to the head that was granted.</param>
/// <param name="Before">Only what was committed before this place; null from the newest.</param>
/// <param name="Limit">The most hits.</param>
internal sealed record SearchGrant(uint Id, SearchQuery Query, IReadOnlyDictionary<LogId, SearchedRoom> Rooms, long? Before, int Limit);
