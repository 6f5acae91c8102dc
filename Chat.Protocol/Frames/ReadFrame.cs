using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Marks a room as read. Answered by Done.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Room">The room's name with its <c>#</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Seq">The seq up to which all is read.</param>
public sealed record ReadFrame(uint Id, string Room, long Seq) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Read;

    internal static ReadFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("room"),
        fields.ReadInt64("seq"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Room);
        fields.Write(Seq);
    }
}
