using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Link.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Code">The code: good once. A secret.</param>
/// <param name="Expires">Until when it is good, in Unix milliseconds, UTC.</param>
public sealed record LinkCodeFrame(uint Id, string Code, long Expires) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.LinkCode;

    internal static LinkCodeFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("code"),
        fields.ReadInt64("expires"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Code);
        fields.Write(Expires);
    }
}
