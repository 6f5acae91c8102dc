namespace Chat.Server.Delivery;

/// <summary>What the lanes do for one group, in this order. All bytes are whole frames and do not change any more.</summary>
/// <remarks>It is small, because nearly all are answers and there is one for every message: what others need beside is in <see cref="Details"/>.</remarks>
internal readonly record struct Instruction
{
    public required InstructionKind Kind { get; init; }

    /// <summary>With <see cref="InstructionKind.Answer"/>: how many answers there are in the bytes. One that says nothing has none, and counts as well.</summary>
    public int Answers { get; init; }

    /// <summary>The session it is for; null when it is for all sessions of a feed.</summary>
    public Subscriber? Subscriber { get; init; }

    public ReadOnlyMemory<byte> Bytes { get; init; }

    public InstructionDetails? Details { get; init; }

    public FeedId Feed => Details?.Feed ?? default;

    public static Instruction Answer(Subscriber to, ReadOnlyMemory<byte> bytes) =>
        new() { Kind = InstructionKind.Answer, Subscriber = to, Bytes = bytes, Answers = 1 };

    public static Instruction Notice(Subscriber to, ReadOnlyMemory<byte> bytes) => new() { Kind = InstructionKind.Notice, Subscriber = to, Bytes = bytes };

    public static Instruction Finish(Subscriber to, ReadOnlyMemory<byte> bytes) => new() { Kind = InstructionKind.Finish, Subscriber = to, Bytes = bytes };

    public static Instruction Events(FeedId feed, Block block) =>
        new() { Kind = InstructionKind.Events, Details = new InstructionDetails { Feed = feed, Block = block } };
}
