using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Devices.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Devices">The devices.</param>
public sealed record DeviceListFrame(uint Id, IReadOnlyList<Device> Devices) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.DeviceList;

    internal static DeviceListFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId(), fields.ReadList<Device>("devices"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.WriteList(Devices);
    }
}
