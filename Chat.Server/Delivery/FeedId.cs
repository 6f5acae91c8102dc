using Chat.Server.Log;

namespace Chat.Server.Delivery;

/// <summary>
/// One way of looking at a log. A room looks the same to all its members; a direct conversation is named by each side after the
/// other, so each side has a feed of its own.
/// </summary>
/// <param name="Log">The log.</param>
/// <param name="Viewer">Whose side of a direct conversation it is; the default for a room.</param>
internal readonly record struct FeedId(LogId Log, UserId Viewer);
