using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Sets or ends being away. Answered by Done.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Text">What to tell others, at most <see cref="Limits.MaxAway"/> bytes; null is being back.</param>
public sealed record AwayFrame(uint Id, string? Text = null) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Away;

    internal static AwayFrame ReadFrom(ref FieldReader fields) => new(fields.ReadId(), fields.ReadOptionalText("text"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.WriteOptional(Text);
    }
}
