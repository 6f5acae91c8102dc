using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Tells who is there, away or gone.</summary>
/// <param name="Room">The room it is about; null when it is about the nick wherever one meets it.</param>
/// <param name="Nick">The nick; null when the room's list is stale and must be asked for anew.</param>
/// <param name="Status">Whether that user is there, or in the room.</param>
/// <param name="Text">What the user said on going away.</param>
public sealed record PresenceFrame(string? Room, string? Nick, UserStatus Status, string? Text = null) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Presence;

    internal static PresenceFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadOptionalText("room"),
        fields.ReadOptionalText("nick"),
        (UserStatus)fields.ReadInt32("status"),
        fields.ReadOptionalText("text"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.WriteOptional(Room);
        fields.WriteOptional(Nick);
        fields.Write((int)Status);
        fields.WriteOptional(Text);
    }
}
