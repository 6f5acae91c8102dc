namespace Chat.Server.Log;

/// <summary>A range of one log to read. Both ends are exclusive.</summary>
/// <param name="Log">The log.</param>
/// <param name="After">Events above this seq.</param>
/// <param name="Before">Events below this seq.</param>
/// <param name="Limit">The most events to give, at least 1.</param>
/// <param name="MaxBytes">Stop before the texts exceed this many bytes of UTF-8 (the first event is always given).</param>
/// <param name="FromEnd">Whether the newest of the range are meant when it holds more than fits; the result is in seq order all the same.</param>
internal readonly record struct LogRead(LogId Log, long After, long Before, int Limit, int MaxBytes, bool FromEnd);
