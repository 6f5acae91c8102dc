namespace Chat.Server.Log;

/// <summary>What a read found.</summary>
/// <param name="Events">In seq order, without gaps.</param>
/// <param name="First">The oldest seq the log keeps at that moment.</param>
internal sealed record LogSlice(IReadOnlyList<LogEvent> Events, long First);
