namespace Chat.Server.Log;

/// <summary>What one group adds to one log.</summary>
/// <param name="Log">The log.</param>
/// <param name="ExpectedHead">The head at which the events were decided: the first of them has the next seq. A store refuses when its head is another.</param>
/// <param name="Events">In seq order, without gaps, at least one.</param>
internal sealed record LogAppend(LogId Log, long ExpectedHead, IReadOnlyList<LogEvent> Events);
