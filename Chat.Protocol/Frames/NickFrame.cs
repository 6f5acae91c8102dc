using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Changes one's nick. Answered by Done.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Nick">The nick wanted.</param>
public sealed record NickFrame(uint Id, string Nick) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Nick;

    internal static NickFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId(), fields.ReadText("nick"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Nick);
    }
}
