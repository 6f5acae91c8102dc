using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>An event that the store has taken, with the stamps of what became of it.</summary>
internal sealed class StoredEvent
{
    public StoredEvent(LogId log, LogEvent logEvent, long storedAt)
    {
        Log = log;
        Event = logEvent;
        StoredAt = storedAt;
    }

    public LogId Log { get; }

    /// <summary>As it was appended, before any revision.</summary>
    public LogEvent Event { get; }

    public long StoredAt { get; }

    /// <summary>When the server was told that it is stored.</summary>
    public long KnownAt { get; set; } = long.MaxValue;

    /// <summary>When retention took it.</summary>
    public long EvictedAt { get; set; } = long.MaxValue;

    public override string ToString() => $"{Log.ToString()[..4]}:{Event.Seq}";
}
