using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Asks who is in a room. Answered by MemberList.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Room">The room's name with its <c>#</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="AfterNick">The last nick of the list before, to go on after it.</param>
public sealed record MembersFrame(uint Id, string Room, string? AfterNick = null) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Members;

    internal static MembersFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("room"),
        fields.ReadOptionalText("afterNick"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Room);
        fields.WriteOptional(AfterNick);
    }
}
