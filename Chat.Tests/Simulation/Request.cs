using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>A request on one connection, and what was known when it was sent.</summary>
internal sealed class Request
{
    public Request(Frame frame, int order, long stamp, long time)
    {
        Frame = frame;
        Order = order;
        Stamp = stamp;
        Time = time;
    }

    public Frame Frame { get; }

    /// <summary>Its place among all frames of the connection.</summary>
    public int Order { get; }

    public long Stamp { get; }

    public long Time { get; }

    /// <summary>The answer and when it was written; null while there is none.</summary>
    public Moment? Answer { get; set; }

    /// <summary>The newest seqs that the connection had seen.</summary>
    public IReadOnlyDictionary<LogRecord, long> Seen { get; init; } = new Dictionary<LogRecord, long>();

    /// <summary>With a search: whether the user was out of a room for sure.</summary>
    public Func<string, bool>? IsOutsideOf { get; init; }

    /// <summary>Whether the user was out of the room asked about for sure, and nothing under way could change that.</summary>
    public bool IsOutside { get; init; }
}
