using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Asks for a code that lets another device in as the same user. Answered by LinkCode.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
public sealed record LinkFrame(uint Id) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Link;

    internal static LinkFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId());

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
    }
}
