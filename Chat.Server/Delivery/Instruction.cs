namespace Chat.Server.Delivery;

/// <summary>What the lanes do for one group, in this order. All bytes are whole frames and do not change any more.</summary>
internal readonly record struct Instruction
{
    public required InstructionKind Kind { get; init; }

    /// <summary>The session it is for; null when it is for all sessions of a feed.</summary>
    public Subscriber? Subscriber { get; init; }

    /// <summary>The feed; with <see cref="InstructionKind.Notice"/> the one that it is about, if it is about one.</summary>
    public FeedId Feed { get; init; }

    public ReadOnlyMemory<byte> Bytes { get; init; }

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

    public static Instruction Answer(Subscriber to, ReadOnlyMemory<byte> bytes) => new() { Kind = InstructionKind.Answer, Subscriber = to, Bytes = bytes };

    public static Instruction Notice(Subscriber to, ReadOnlyMemory<byte> bytes) => new() { Kind = InstructionKind.Notice, Subscriber = to, Bytes = bytes };

    public static Instruction Finish(Subscriber to, ReadOnlyMemory<byte> bytes) => new() { Kind = InstructionKind.Finish, Subscriber = to, Bytes = bytes };

    public static Instruction Events(FeedId feed, Block block) => new() { Kind = InstructionKind.Events, Feed = feed, Block = block };
}
