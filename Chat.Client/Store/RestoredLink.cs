namespace Chat.Client.Store;

/// <summary>What a link to a server starts with.</summary>
/// <param name="Session">The session to resume; null when there is none.</param>
/// <param name="Posts">What is to be sent, in the order it was typed.</param>
/// <param name="Places">The logs that are known.</param>
/// <param name="FailedCount">Posts that were refused and wait for the person's decision.</param>
internal sealed record RestoredLink(
    StoredSession? Session, IReadOnlyList<StoredPost> Posts, IReadOnlyList<StoredPlace> Places, int FailedCount);
