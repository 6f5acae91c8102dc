namespace Chat.Bench.Peers.Results;

/// <summary>All that a comparison of servers came to.</summary>
internal sealed record Comparison
{
    public required string Machine { get; init; }

    public required IReadOnlyList<PeerServer> Servers { get; init; }

    public required IReadOnlyList<EntryResult> Entries { get; init; }

    public required IReadOnlyList<StageResult> Stages { get; init; }
}
