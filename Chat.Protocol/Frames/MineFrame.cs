using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Asks for the rooms and conversations one is in. Answered by MineList.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="AfterRoom">The last room of the list before, to go on after it.</param>
public sealed record MineFrame(uint Id, string? AfterRoom = null) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Mine;

    internal static MineFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId(), fields.ReadOptionalText("afterRoom"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.WriteOptional(AfterRoom);
    }
}
