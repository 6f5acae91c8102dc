using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Does what moderators and, server-wide, operators may. Answered by Done.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Room">The room; null for the whole server.</param>
/// <param name="Action"><c>kick</c>, <c>ban</c>, <c>unban</c>, <c>mute</c>, <c>unmute</c>, <c>moderator</c>, <c>member</c>, <c>owner</c>, <c>invite</c>, <c>private</c> or <c>public</c>.</param>
/// <param name="Nick">Whom it is about; null for <c>private</c> and <c>public</c>.</param>
/// <param name="Seconds">For how long; null is for good.</param>
/// <param name="Reason">Why, at most <see cref="Limits.MaxReason"/> bytes.</param>
public sealed record ModerateFrame(uint Id, string? Room, string Action, string? Nick, int? Seconds = null, string? Reason = null) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Moderate;

    internal static ModerateFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadOptionalText("room"),
        fields.ReadText("action"),
        fields.ReadOptionalText("nick"),
        fields.ReadOptionalInt32("seconds"),
        fields.ReadOptionalText("reason"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.WriteOptional(Room);
        fields.Write(Action);
        fields.WriteOptional(Nick);
        fields.WriteOptional(Seconds);
        fields.WriteOptional(Reason);
    }
}
