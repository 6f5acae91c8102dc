using Chat.Server.Log;

namespace Chat.Server.Delivery;

/// <summary>What all lanes of a server share.</summary>
/// <param name="Log">Where those who are behind read on.</param>
/// <param name="Scheduler">Where a lane runs when nobody runs it in line.</param>
/// <param name="Time">The clock.</param>
/// <param name="Fault">Called when a lane cannot go on.</param>
internal sealed record LaneContext(IEventLog Log, IWorkScheduler Scheduler, TimeProvider Time, Action<Exception> Fault)
{
    /// <summary>Bytes of newest blocks that a lane keeps in memory unless it is told otherwise.</summary>
    public const int DefaultRecentBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of newest blocks that a lane keeps in memory.</summary>
    public int RecentBytes { get; init; } = DefaultRecentBytes;

    /// <summary>How long to wait after a failed read before a session that is behind tries again. Default 1 s.</summary>
    public TimeSpan ReadRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Ends the reads under way when the server stops.</summary>
    public CancellationToken Stopping { get; init; }
}
