namespace Chat.Server.Delivery;

/// <summary>What an <see cref="Instruction"/> is about, where it is more than bytes for one session.</summary>
internal sealed record InstructionDetails
{
    /// <summary>The feed; with <see cref="InstructionKind.Notice"/> the one that it is about, if it is about one.</summary>
    public FeedId Feed { get; init; }

    public Block? Block { get; init; }

    /// <summary>With <see cref="InstructionKind.Subscribe"/>: the seq after which to begin; with <see cref="InstructionKind.End"/>: the last one.</summary>
    public long Cursor { get; init; }

    /// <summary>With <see cref="InstructionKind.Subscribe"/>: the log's head at that moment.</summary>
    public long Head { get; init; }

    /// <summary>What the feed is called, for <see cref="InstructionKind.Subscribe"/> and <see cref="InstructionKind.Rename"/>.</summary>
    public string? Name { get; init; }

    /// <summary>With <see cref="InstructionKind.RoomPresence"/> and <see cref="InstructionKind.Typing"/>: the session it is not for.</summary>
    public Subscriber? Except { get; init; }

    public PageGrant? Grant { get; init; }

    public SearchGrant? Search { get; init; }
}
