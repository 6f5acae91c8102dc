namespace Chat.Server.Log;

/// <summary>Which events a log holds.</summary>
/// <param name="Log">The log.</param>
/// <param name="First">The oldest seq kept; 1 for an empty log, head + 1 when retention took everything.</param>
/// <param name="Head">The newest seq; 0 for an empty log.</param>
internal readonly record struct LogBounds(LogId Log, long First, long Head);
