using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Ends the membership in a room, or hides a conversation until something new is said. Answered by Done.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Room">The room's name with its <c>#</c>, or <c>@nick</c> for the conversation with that nick.</param>
public sealed record LeaveFrame(uint Id, string Room) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Leave;

    internal static LeaveFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId(), fields.ReadText("room"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Room);
    }
}
