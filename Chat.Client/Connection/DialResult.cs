namespace Chat.Client.Connection;

/// <summary>What came of dialling.</summary>
internal abstract record DialResult
{
    private DialResult()
    {
    }

    /// <summary>There is a connection.</summary>
    /// <param name="Stream">For the taker to dispose.</param>
    /// <param name="News">What is new about the server's key; null: it is the one that is known, or there is none.</param>
    internal sealed record Connected(Stream Stream, KeyNews? News = null) : DialResult;

    /// <summary>There is none now; later there may be.</summary>
    /// <param name="AtFirst">What to exit with when it is the first try of all.</param>
    /// <param name="Reason">Why, as a clause: "connection refused".</param>
    /// <param name="Advice">What to look at when it is the first try of all, as a sentence.</param>
    internal sealed record Failed(ExitCode AtFirst, string Reason, string Advice = "") : DialResult;

    /// <summary>There must not be one: another key, or nothing to keep a key in.</summary>
    internal sealed record Refused(LinkEnd End) : DialResult;
}
