namespace Chat.Tests.History;

/// <summary>All that the clients of a server under test did and saw, and what its logs held in the end. Immutable.</summary>
internal sealed record RecordedHistory
{
    /// <summary>In the order of their stamps.</summary>
    public required IReadOnlyList<HistoryEvent> Events { get; init; }

    public required IReadOnlyList<FinalLog> Logs { get; init; }

    /// <summary>When the faults ended; null when nobody waited for all to have everything.</summary>
    public long? CalmAt { get; init; }

    /// <summary>Whether the server may drop old events.</summary>
    public bool HasRetention { get; init; }
}
