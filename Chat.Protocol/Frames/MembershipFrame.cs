using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Tells a user's sessions that the user came into a room or is out of it, but for the session whose request did it.</summary>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Log">The identity of the room's log.</param>
/// <param name="In">Whether the user is in the room now.</param>
/// <param name="By">The nick of the one who did it, if another.</param>
/// <param name="Reason">Why, in that one's words.</param>
public sealed record MembershipFrame(string Room, Guid Log, bool In, string? By = null, string? Reason = null) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Membership;

    internal static MembershipFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadText("room"),
        fields.ReadGuid("log"),
        fields.ReadBool("in"),
        fields.ReadOptionalText("by"),
        fields.ReadOptionalText("reason"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Room);
        fields.Write(Log);
        fields.Write(In);
        fields.WriteOptional(By);
        fields.WriteOptional(Reason);
    }
}
