using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;

namespace Chat.Server.Sequencing;

/// <summary>What a turn wants done once its group is committed; <see cref="GroupEncoder"/> makes an <see cref="Instruction"/> of it.</summary>
internal readonly record struct Output(InstructionKind Kind)
{
    public Subscriber? Subscriber { get; init; }

    public Frame? Frame { get; init; }

    public IReadOnlyList<LogEvent>? Events { get; init; }

    public PageGrant? Grant { get; init; }

    public SearchGrant? Search { get; init; }

    public FeedId Feed { get; init; }

    public string? Name { get; init; }

    public long Cursor { get; init; }

    public long Head { get; init; }

    public Subscriber? Except { get; init; }
}
