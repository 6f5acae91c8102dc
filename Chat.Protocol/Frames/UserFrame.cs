using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Whois.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Nick">The nick, as its owner spells it.</param>
/// <param name="Status">Whether the user is there.</param>
/// <param name="Text">What the user said on going away.</param>
/// <param name="Registered">Whether the user owns the nick; false for a guest.</param>
/// <param name="OnlineSince">Since when the user is there, in Unix milliseconds, UTC.</param>
/// <param name="SeenAt">When the user was last there, in Unix milliseconds, UTC.</param>
public sealed record UserFrame(
    uint Id,
    string Nick,
    UserStatus Status,
    string? Text,
    bool Registered,
    long? OnlineSince = null,
    long? SeenAt = null) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.User;

    internal static UserFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("nick"),
        (UserStatus)fields.ReadInt32("status"),
        fields.ReadOptionalText("text"),
        fields.ReadBool("registered"),
        fields.ReadOptionalInt64("onlineSince"),
        fields.ReadOptionalInt64("seenAt"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Nick);
        fields.Write((int)Status);
        fields.WriteOptional(Text);
        fields.Write(Registered);
        fields.WriteOptional(OnlineSince);
        fields.WriteOptional(SeenAt);
    }
}
