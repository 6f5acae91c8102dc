using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Tells that another is typing, or no longer.</summary>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Nick">The nick, as its owner spells it.</param>
/// <param name="On">Whether that one is.</param>
public sealed record TypingFrame(string Room, string Nick, bool On) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Typing;

    internal static TypingFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadText("room"),
        fields.ReadText("nick"),
        fields.ReadBool("on"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Room);
        fields.Write(Nick);
        fields.Write(On);
    }
}
