using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>A well-formed frame of a kind that its reader does not take: a server answers it with <c>unknown_kind</c>, a client ignores it.</summary>
/// <param name="KindNumber">The kind as it came; above 0.</param>
/// <param name="Id">The second field where it is a number of 32 bits, else 0.</param>
public sealed record UnknownFrame(ulong KindNumber, uint Id) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Unknown;

    internal override ulong WireKind => KindNumber;

    internal static UnknownFrame ReadFrom(ulong kind, ref FieldReader fields) => new(kind, fields.ReadUnknownId());

    internal override void WriteTo(ref FieldWriter fields) => fields.Write(Id);
}
