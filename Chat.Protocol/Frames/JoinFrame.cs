using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Makes the user a member of a room and subscribes the session to it. Answered by Joined.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Room">The room's name with its <c>#</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="After">The seq after which events are wanted; without it only what comes from now on.</param>
/// <param name="Log">The log that <c>after</c> belongs to; refused with <c>log_changed</c> when the room has another by now.</param>
public sealed record JoinFrame(uint Id, string Room, long? After = null, Guid? Log = null) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Join;

    internal static JoinFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("room"),
        fields.ReadOptionalInt64("after"),
        fields.ReadOptionalGuid("log"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Room);
        fields.WriteOptional(After);
        fields.WriteOptional(Log);
    }
}
