using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>A device in a DeviceList.</summary>
/// <param name="Fingerprint">The SHA-256 of its key.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Added">Since when it is known, in Unix milliseconds, UTC.</param>
/// <param name="Seen">When it was last there, in Unix milliseconds, UTC.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public readonly record struct Device(Fingerprint Fingerprint, string Label, long Added, long Seen, bool Current) : IWireItem<Device>
{
    static int IWireItem<Device>.MinBytes => 7;

    static Device IWireItem<Device>.ReadFrom(ref FieldReader fields) => new(
        fields.ReadFingerprint("fingerprint"),
        fields.ReadText("label"),
        fields.ReadInt64("added"),
        fields.ReadInt64("seen"),
        fields.ReadBool("current"));

    void IWireItem<Device>.WriteTo(ref FieldWriter fields)
    {
        fields.Write(Fingerprint);
        fields.Write(Label);
        fields.Write(Added);
        fields.Write(Seen);
        fields.Write(Current);
    }
}
