using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers a request that failed, or says why the server closes the connection.</summary>
/// <param name="Id">The request that failed; 0 when it is about none.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>, or one that a later server knows.</param>
/// <param name="Message">What is wrong, for people to read.</param>
/// <param name="RetryMs">In how many milliseconds to try again.</param>
/// <param name="Field">The name of the field that is wrong.</param>
public sealed record ErrorFrame(uint Id, string Code, string Message, int? RetryMs = null, string? Field = null) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Error;

    internal static ErrorFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadIdOrZero(),
        fields.ReadText("code"),
        fields.ReadText("message"),
        fields.ReadOptionalInt32("retryMs"),
        fields.ReadOptionalText("field"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Code);
        fields.Write(Message);
        fields.WriteOptional(RetryMs);
        fields.WriteOptional(Field);
    }
}
