namespace Chat.Server.Log;

/// <summary>What a server starts from.</summary>
/// <param name="System">Users and rooms.</param>
/// <param name="Tails">What the newest events of each log leave behind; a log without events has none.</param>
internal sealed record StoredState(SystemState System, IReadOnlyDictionary<LogId, LogTail> Tails)
{
    /// <summary>What is kept beside the logs.</summary>
    public KeptMarks Marks { get; init; } = KeptMarks.None;

    /// <summary>What speaks to somebody who has not read it; of one user and log in the order of seq.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];
}
