using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Asks for public rooms and one's own. Answered by RoomList.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Pattern">What the whole name must match, with <c>*</c> and <c>?</c>; at most <see cref="Limits.MaxPattern"/> bytes.</param>
/// <param name="AfterRoom">The last room of the list before, to go on after it.</param>
public sealed record RoomsFrame(uint Id, string? Pattern = null, string? AfterRoom = null) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Rooms;

    internal static RoomsFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadOptionalText("pattern"),
        fields.ReadOptionalText("afterRoom"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.WriteOptional(Pattern);
        fields.WriteOptional(AfterRoom);
    }
}
