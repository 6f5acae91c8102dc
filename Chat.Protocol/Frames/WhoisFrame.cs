using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Asks about a user. Answered by User.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Nick">The nick asked about.</param>
public sealed record WhoisFrame(uint Id, string Nick) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Whois;

    internal static WhoisFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId(), fields.ReadText("nick"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Nick);
    }
}
