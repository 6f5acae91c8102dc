using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Search.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Hits">The events found, the one committed last first.</param>
/// <param name="Cursor">What to go on with; null at the end. Opaque.</param>
public sealed record HitsFrame(uint Id, IReadOnlyList<Hit> Hits, string? Cursor = null) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Hits;

    internal static HitsFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadList<Hit>("hits"),
        fields.ReadOptionalText("cursor"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.WriteList(Hits);
        fields.WriteOptional(Cursor);
    }
}
