using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Asks for one's devices. Answered by DeviceList.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
public sealed record DevicesFrame(uint Id) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Devices;

    internal static DevicesFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId());

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
    }
}
