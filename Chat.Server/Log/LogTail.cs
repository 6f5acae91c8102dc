namespace Chat.Server.Log;

/// <summary>What the events of a log leave behind.</summary>
/// <param name="Bounds">Which events it holds.</param>
/// <param name="LastTime">Time of the newest event, Unix milliseconds.</param>
/// <param name="Topic">What the newest event of kind topic says; null when none does or it is empty.</param>
internal readonly record struct LogTail(LogBounds Bounds, long LastTime, string? Topic);
