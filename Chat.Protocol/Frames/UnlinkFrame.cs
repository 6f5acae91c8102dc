using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Takes a device away; its sessions end. Answered by Done.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Fingerprint">The SHA-256 of its key.</param>
public sealed record UnlinkFrame(uint Id, Fingerprint Fingerprint) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Unlink;

    internal static UnlinkFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId(), fields.ReadFingerprint("fingerprint"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Fingerprint);
    }
}
