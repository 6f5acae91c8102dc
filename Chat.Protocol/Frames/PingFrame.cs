using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Asks for a Pong with the same token; from either side, any time after Welcome.</summary>
/// <param name="Token">Any number.</param>
public sealed record PingFrame(ulong Token) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Ping;

    internal static PingFrame ReadFrom(ref FieldReader fields) => new(fields.ReadUInt64("token"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Token);
    }
}
