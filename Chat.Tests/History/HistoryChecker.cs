namespace Chat.Tests.History;

/// <summary>
/// Judges a server by what its clients did and saw, and by what its logs held in the end: through crashes and restarts, whatever answers were
/// lost on the way. It knows nothing of how the server works, and takes about as long as the history is.
/// </summary>
internal static class HistoryChecker
{
    /// <summary>What was found wrong, each a sentence that begins with the name of its <see cref="Rule"/>; empty when all is well.</summary>
    public static IReadOnlyList<string> Check(RecordedHistory history)
    {
        var faults = new Faults();
        var index = new HistoryIndex(history);
        new StoredRules(index, faults).Check();
        new AnswerRules(index, faults).Check();
        new DeliveryRules(index, faults).Check();
        new TimeRules(index, faults).Check();
        new SentOrderRule(index, faults).Check();
        return faults.Sentences;
    }
}
