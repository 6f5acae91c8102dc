namespace Chat.Server.Log;

/// <summary>What a server starts from.</summary>
/// <param name="System">Users and rooms.</param>
/// <param name="Tails">What the newest events of each log leave behind; a log without events has none.</param>
internal sealed record StoredState(SystemState System, IReadOnlyDictionary<LogId, LogTail> Tails);
