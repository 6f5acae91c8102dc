namespace Chat.Server.Log;

/// <summary>What one group adds to the store, as a whole or not at all.</summary>
/// <param name="Logs">The events of rooms, at most one entry a log.</param>
/// <param name="System">What changes of users and rooms; null when nothing does.</param>
internal sealed record LogBatch(IReadOnlyList<LogAppend> Logs, SystemAppend? System = null)
{
    /// <summary>Whom the events speak to, and to whom no more; in their order, after all else.</summary>
    public IReadOnlyList<MentionChange> Mentions { get; init; } = [];
}
