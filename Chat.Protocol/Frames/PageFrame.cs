using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers History.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Events">The events, in the order of their seqs.</param>
/// <param name="More">Whether there is more on the far side.</param>
/// <param name="First">The seq of the oldest event kept, 1 in an empty log.</param>
public sealed record PageFrame(uint Id, string Room, IReadOnlyList<PageEvent> Events, bool More, long First) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Page;

    internal static PageFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("room"),
        fields.ReadList<PageEvent>("events"),
        fields.ReadBool("more"),
        fields.ReadInt64("first"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Room);
        fields.WriteList(Events);
        fields.Write(More);
        fields.Write(First);
    }
}
