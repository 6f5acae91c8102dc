namespace Chat.Bench.Peers.Results;

/// <summary>How connections came in to one server, over all rounds.</summary>
internal sealed record EntryResult
{
    public required string Server { get; init; }

    public required string Shape { get; init; }

    /// <summary>Rounds that counted.</summary>
    public required int Runs { get; init; }

    public required int Connections { get; init; }

    public required Spread ConnectsPerSecond { get; init; }

    public required Spread ServerCpuUsPerConnect { get; init; }

    public required Spread BytesPerConnection { get; init; }

    /// <summary>Those that did not get in, in all rounds.</summary>
    public required int Failed { get; init; }
}
