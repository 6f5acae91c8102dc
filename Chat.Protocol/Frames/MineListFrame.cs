using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Mine.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Rooms">The rooms and conversations.</param>
/// <param name="More">Whether there is more than fitted into the frame.</param>
public sealed record MineListFrame(uint Id, IReadOnlyList<RoomState> Rooms, bool More) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.MineList;

    internal static MineListFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadList<RoomState>("rooms"),
        fields.ReadBool("more"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.WriteList(Rooms);
        fields.Write(More);
    }
}
