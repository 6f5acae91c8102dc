using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers a Ping, after the answers to all requests that came before it.</summary>
/// <param name="Token">The Ping's number.</param>
public sealed record PongFrame(ulong Token) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Pong;

    internal static PongFrame ReadFrom(ref FieldReader fields) => new(fields.ReadUInt64("token"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Token);
    }
}
