using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Takes no direct messages and invitations from a user, or takes them again. Answered by Done.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Nick">The nick of that user.</param>
/// <param name="On">Whether to block.</param>
public sealed record BlockFrame(uint Id, string Nick, bool On) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Block;

    internal static BlockFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("nick"),
        fields.ReadBool("on"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Nick);
        fields.Write(On);
    }
}
