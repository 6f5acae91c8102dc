namespace Chat.Client.Store;

/// <summary>What is known of a log.</summary>
/// <param name="Number">Its number in the database.</param>
/// <param name="First">The oldest event that the server still has.</param>
/// <param name="Cursor">The last event that came.</param>
/// <param name="Shown">The last event that was shown.</param>
/// <param name="Applied">When some were jumped over: the last one before them. What was copied up to it may have been changed since, and is not to be shown.</param>
/// <param name="Jumped">The last one of those that were jumped over.</param>
internal sealed record CopiedLog(long Number, long First, long Cursor, long Shown, long? Applied, long? Jumped)
{
    /// <summary>The copy is good for events after this one.</summary>
    public long GoodAfter => Jumped ?? 0;
}
