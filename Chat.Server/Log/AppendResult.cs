namespace Chat.Server.Log;

/// <summary>The answer to one <see cref="IEventLog.AppendAsync"/>.</summary>
internal sealed record AppendResult(AppendOutcome Outcome)
{
    public static readonly AppendResult Done = new(AppendOutcome.Committed);

    /// <summary>Bounds of the logs as they are now: each log of the batch, and every other whose first event has changed.</summary>
    public IReadOnlyList<LogBounds> Logs { get; init; } = [];

    /// <summary>With <see cref="AppendOutcome.Duplicate"/>: the events that hold the keys.</summary>
    public IReadOnlyList<KeyedEvent> Duplicates { get; init; } = [];
}
