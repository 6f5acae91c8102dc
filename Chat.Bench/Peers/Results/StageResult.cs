namespace Chat.Bench.Peers.Results;

/// <summary>What one server came to in one stage, over all rounds.</summary>
internal sealed record StageResult
{
    public required string Server { get; init; }

    public required string Shape { get; init; }

    /// <summary>"window 16" or "50/s".</summary>
    public required string Stage { get; init; }

    public required int Rooms { get; init; }

    /// <summary>Of each room.</summary>
    public required int Members { get; init; }

    /// <summary>Rounds that counted.</summary>
    public required int Runs { get; init; }

    public required Spread DeliveriesPerSecond { get; init; }

    /// <summary>Its rate by that of the limit server in the same round; null where that was not measured.</summary>
    public Spread? BesideLimit { get; init; }

    public required Spread ServerCpuUs { get; init; }

    public required Spread ServerUserUs { get; init; }

    public required Spread ServerSystemUs { get; init; }

    public required Spread ServerBusyPercent { get; init; }

    public required Spread GeneratorBusyPercent { get; init; }

    public required Spread MessagesPerRecv { get; init; }

    public required Spread P50Us { get; init; }

    public required Spread P99Us { get; init; }

    /// <summary>In all rounds.</summary>
    public required long Lost { get; init; }

    public required long? OutOfOrder { get; init; }
}
