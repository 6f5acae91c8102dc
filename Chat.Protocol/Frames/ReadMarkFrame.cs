using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Tells a user's other sessions what was read.</summary>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Seq">The seq up to which all is read.</param>
public sealed record ReadMarkFrame(string Room, long Seq) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.ReadMark;

    internal static ReadMarkFrame ReadFrom(ref FieldReader fields) => new(fields.ReadText("room"), fields.ReadInt64("seq"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Room);
        fields.Write(Seq);
    }
}
