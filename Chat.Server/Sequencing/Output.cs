using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;

namespace Chat.Server.Sequencing;

/// <summary>What a turn wants done once its group is committed; <see cref="GroupEncoder"/> makes an <see cref="Instruction"/> of it.</summary>
internal readonly record struct Output(InstructionKind Kind)
{
    public Subscriber? Subscriber { get; init; }

    public Frame? Frame { get; init; }

    /// <summary>With <see cref="InstructionKind.Events"/>: what was said, in the room that the details name.</summary>
    public LogEvent[]? Events { get; init; }

    /// <summary>What the instruction will have beside its bytes and its block.</summary>
    public InstructionDetails? Details { get; init; }

    public FeedId Feed => Details?.Feed ?? default;
}
