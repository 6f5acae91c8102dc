namespace Chat.Client.Connection;

/// <summary>What is to become of the connection that a session runs on.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Close it and come back.</summary>
    /// <param name="Code">An error code, or an empty text.</param>
    /// <param name="Reason">In words, of the server or ours.</param>
    /// <param name="After">When the server asked to come back; null: as the backoff says.</param>
    internal sealed record Reconnect(string Code, string Reason, TimeSpan? After = null) : Verdict;

    /// <summary>Close it and do not come back.</summary>
    internal sealed record Stop(LinkEnd End) : Verdict;
}
