using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Rooms.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Rooms">The rooms.</param>
/// <param name="More">Whether there is more than fitted into the frame.</param>
public sealed record RoomListFrame(uint Id, IReadOnlyList<RoomListing> Rooms, bool More) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.RoomList;

    internal static RoomListFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadList<RoomListing>("rooms"),
        fields.ReadBool("more"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.WriteList(Rooms);
        fields.Write(More);
    }
}
