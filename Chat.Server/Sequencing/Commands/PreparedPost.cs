using Chat.Server.Log;

namespace Chat.Server.Sequencing.Commands;

/// <summary>What the log had of a post before its turn.</summary>
/// <param name="Stored">The event that has its key already.</param>
/// <param name="Origin">Whom and what it refers to, and in which log.</param>
internal sealed record PreparedPost(KeyedEvent? Stored, (LogId Log, EventOrigin Origin)? Origin);
