namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>How much there is in a database.</summary>
internal sealed record Tally
{
    public long Rooms { get; init; }

    public long Conversations { get; init; }

    public long Users { get; init; }

    public long Blocks { get; set; }

    /// <summary>Events that are kept.</summary>
    public long Events { get; set; }

    public long SystemEvents { get; init; }
}
