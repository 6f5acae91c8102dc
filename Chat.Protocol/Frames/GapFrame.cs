using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Tells that events after the session's cursor are no longer kept.</summary>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="First">The seq of the oldest event kept, at which it goes on.</param>
public sealed record GapFrame(string Room, long First) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Gap;

    internal static GapFrame ReadFrom(ref FieldReader fields) => new(fields.ReadText("room"), fields.ReadInt64("first"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Room);
        fields.Write(First);
    }
}
