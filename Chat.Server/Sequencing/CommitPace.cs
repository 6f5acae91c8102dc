namespace Chat.Server.Sequencing;

/// <summary>
/// How quick the store is at present. That tells where the next commit belongs: to the thread that has brought it in, since handing it to another one takes as long as a good disk
/// does; or to another one, so that a disk which takes its time keeps nobody from reading.
/// </summary>
/// <remarks>Fed by the driver, one commit after the other; asked by any thread.</remarks>
internal sealed class CommitPace
{
    /// <summary>The store is quick while commits take no longer on the average: nobody who talks notices that the thread which reads has waited for one.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(1);

    /// <summary>So few commands leave nothing to do for a second processor.</summary>
    public const int Few = 64;

    /// <summary>
    /// The share of the newest commit in the average. One that takes some 8 ms more than usual makes the store slow, for as many commits as it takes to make up for that; one that only
    /// had to share the processor does not.
    /// </summary>
    private const double Newest = 1.0 / 8;

    private readonly TimeProvider _time;
    private readonly bool _isOneProcessor;
    private TimeSpan? _average;
    private volatile bool _isQuick;

    /// <param name="time">The clock.</param>
    /// <param name="processors">How many the process has: with one alone, whatever is handed over runs no earlier.</param>
    public CommitPace(TimeProvider time, int processors)
    {
        _time = time;
        _isOneProcessor = processors == 1;
    }

    /// <summary>Whether a thread that has others to read from may commit what it has brought in. Before the first commit it may not.</summary>
    public bool AllowsInLine(int commands) => _isQuick && (_isOneProcessor || commands <= Few);

    /// <summary>A commit is over that began at <paramref name="began"/> (a timestamp of the clock) and had the disk for itself.</summary>
    public void Committed(long began)
    {
        var took = _time.GetElapsedTime(began);
        _average = _average is { } average ? average + ((took - average) * Newest) : took;
        _isQuick = _average <= Quick;
    }
}
