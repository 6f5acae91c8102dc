using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Tells that a user has another nick now.</summary>
/// <param name="Old">The nick before.</param>
/// <param name="New">The nick from now on.</param>
public sealed record RenamedFrame(string Old, string New) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Renamed;

    internal static RenamedFrame ReadFrom(ref FieldReader fields) => new(fields.ReadText("old"), fields.ReadText("new"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Old);
        fields.Write(New);
    }
}
