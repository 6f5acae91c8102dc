using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Tells that one is typing, or no longer. Has no id and no answer.</summary>
/// <param name="Room">The room's name with its <c>#</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="On">Whether one is.</param>
public sealed record TypeFrame(string Room, bool On) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Type;

    internal static TypeFrame ReadFrom(ref FieldReader fields) => new(fields.ReadText("room"), fields.ReadBool("on"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Room);
        fields.Write(On);
    }
}
