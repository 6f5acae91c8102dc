using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>The bounds that a server names in its Welcome.</summary>
/// <param name="MaxFrame">The largest payload, in bytes.</param>
/// <param name="MaxText">The longest text of a message, in bytes of UTF-8.</param>
/// <param name="MaxNick">The longest nick, in code points.</param>
/// <param name="MaxRoom">The longest name of a room, in code points, its <c>#</c> counted.</param>
public readonly record struct WireLimits(int MaxFrame, int MaxText, int MaxNick, int MaxRoom) : IWireItem<WireLimits>
{
    static int IWireItem<WireLimits>.MinBytes => 5;

    static WireLimits IWireItem<WireLimits>.ReadFrom(ref FieldReader fields) => new(
        fields.ReadInt32("maxFrame"),
        fields.ReadInt32("maxText"),
        fields.ReadInt32("maxNick"),
        fields.ReadInt32("maxRoom"));

    void IWireItem<WireLimits>.WriteTo(ref FieldWriter fields)
    {
        fields.Write(MaxFrame);
        fields.Write(MaxText);
        fields.Write(MaxNick);
        fields.Write(MaxRoom);
    }
}
