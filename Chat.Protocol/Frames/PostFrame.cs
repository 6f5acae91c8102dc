using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Says something in a room. Answered by Posted once it is committed.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Key">The client's own name for the message, kept when it is sent again: it is stored once.</param>
/// <param name="Room">The room's name with its <c>#</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Kind">What it is; a number unknown to the reader is kept.</param>
/// <param name="Text">What is said, at most <see cref="Limits.MaxText"/> bytes.</param>
/// <param name="Ref">The seq of the event that it is about or replies to.</param>
/// <param name="Log">The log it is meant for; refused with <c>log_changed</c> when the room has another by now.</param>
public sealed record PostFrame(
    uint Id,
    Guid Key,
    string Room,
    EventKind Kind,
    string Text,
    long? Ref = null,
    Guid? Log = null) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Post;

    internal static PostFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadGuid("key"),
        fields.ReadText("room"),
        (EventKind)fields.ReadInt32("kind"),
        fields.ReadText("text"),
        fields.ReadOptionalInt64("ref"),
        fields.ReadOptionalGuid("log"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Key);
        fields.Write(Room);
        fields.Write((int)Kind);
        fields.Write(Text);
        fields.WriteOptional(Ref);
        fields.WriteOptional(Log);
    }
}
