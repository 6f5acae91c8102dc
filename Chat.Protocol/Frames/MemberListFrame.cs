using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Members.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Members">The members.</param>
/// <param name="More">Whether there is more than fitted into the frame.</param>
public sealed record MemberListFrame(uint Id, string Room, IReadOnlyList<MemberListing> Members, bool More) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.MemberList;

    internal static MemberListFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("room"),
        fields.ReadList<MemberListing>("members"),
        fields.ReadBool("more"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Room);
        fields.WriteList(Members);
        fields.Write(More);
    }
}
