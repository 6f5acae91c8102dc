using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Announces an orderly end of the connection; from either side.</summary>
/// <param name="Reason">Why: a code of <see cref="ErrorCodes"/> or words, at most <see cref="Limits.MaxReason"/> bytes.</param>
/// <param name="RetryMs">In how many milliseconds to come back.</param>
public sealed record ByeFrame(string Reason, int? RetryMs = null) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Bye;

    internal static ByeFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadText("reason"),
        fields.ReadOptionalInt32("retryMs"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Reason);
        fields.WriteOptional(RetryMs);
    }
}
