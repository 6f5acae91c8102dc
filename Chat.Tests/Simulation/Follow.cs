namespace Chat.Tests.Simulation;

/// <summary>One connection's place in one log.</summary>
internal sealed class Follow
{
    public Follow(LogRecord log, long least, long most)
    {
        Log = log;
        Least = least;
        Most = most;
    }

    public LogRecord Log { get; }

    /// <summary>The cursor, or the least it may be where the client cannot know it exactly.</summary>
    public long Least { get; set; }

    public long Most { get; set; }

    /// <summary>Up to here it is replay: each event has all revisions up to here.</summary>
    public long ReplayHead { get; init; }

    public void MoveTo(long seq) => (Least, Most) = (seq, seq);
}
