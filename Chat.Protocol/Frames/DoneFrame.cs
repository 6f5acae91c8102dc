using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers a request that was carried out and has nothing more to tell.</summary>
/// <param name="Id">The request that this answers.</param>
public sealed record DoneFrame(uint Id) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Done;

    internal static DoneFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId());

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
    }
}
