namespace Chat.Server.Log;

/// <summary>What one group adds to the system log.</summary>
/// <param name="ExpectedHead">How many system events there were when these were decided. A store refuses when it holds another number.</param>
/// <param name="Events">In their order, at least one.</param>
internal sealed record SystemAppend(long ExpectedHead, IReadOnlyList<SystemEvent> Events);
