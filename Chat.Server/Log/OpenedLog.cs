namespace Chat.Server.Log;

/// <summary>How far a store has come.</summary>
/// <param name="Logs">The bounds of all its logs.</param>
/// <param name="SystemHead">How many system events it holds.</param>
internal sealed record OpenedLog(IReadOnlyList<LogBounds> Logs, long SystemHead);
