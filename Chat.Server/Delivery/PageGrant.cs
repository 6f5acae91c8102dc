using Chat.Server.Log;

namespace Chat.Server.Delivery;

/// <summary>Leave to read a range of a log, given by the sequencer's turn and used once the group of that turn is committed.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Name">What the asker calls the room.</param>
/// <param name="Log">The log.</param>
/// <param name="After">Events above this seq.</param>
/// <param name="Before">Events below this seq: at most one above the head that was granted.</param>
/// <param name="Limit">The most events.</param>
/// <param name="FromEnd">Whether the newest of the range are meant.</param>
/// <param name="First">The oldest seq kept when it was granted.</param>
internal sealed record PageGrant(uint Id, string Name, LogId Log, long After, long Before, int Limit, bool FromEnd, long First);
