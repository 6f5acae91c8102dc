using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Which log a room's name stands for, so that a post about an old event of it can be prepared.</summary>
/// <param name="Resolved">Told the log; null when the asker is in no such room.</param>
internal sealed record ResolveCommand(Subscriber From, RoomAddress Room, TaskCompletionSource<LogId?> Resolved) : Command(From, 0);
