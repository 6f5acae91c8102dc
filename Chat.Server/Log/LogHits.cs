namespace Chat.Server.Log;

/// <summary>What a search found.</summary>
/// <param name="Events">Newest commit first, each with its log. Kinds 0 to 2 only, with their latest text.</param>
/// <param name="Next">Where to go on; null when there is nothing more.</param>
internal sealed record LogHits(IReadOnlyList<(LogId Log, LogEvent Event)> Events, long? Next);
