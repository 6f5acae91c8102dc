using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>An event of a room's log, live or in replay.</summary>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Seq">The event's number in its room, from 1.</param>
/// <param name="Time">When the server took it, in Unix milliseconds, UTC.</param>
/// <param name="Nick">The nick of the author.</param>
/// <param name="Kind">What it is; a number unknown to the reader is kept.</param>
/// <param name="Text">What is said.</param>
/// <param name="Ref">The seq of the event that it is about or replies to.</param>
/// <param name="Key">The author's key of it.</param>
public sealed record EventFrame(
    string Room,
    long Seq,
    long Time,
    string Nick,
    EventKind Kind,
    string Text,
    long? Ref = null,
    Guid? Key = null) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Event;

    internal static EventFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadText("room"),
        fields.ReadInt64("seq"),
        fields.ReadInt64("time"),
        fields.ReadText("nick"),
        (EventKind)fields.ReadInt32("kind"),
        fields.ReadText("text"),
        fields.ReadOptionalInt64("ref"),
        fields.ReadOptionalGuid("key"));

    internal static void WriteTo(
        ref FieldWriter fields, string room, long seq, long time, string nick, EventKind kind, string text, long? refSeq, Guid? key)
    {
        fields.Write(room);
        fields.Write(seq);
        fields.Write(time);
        fields.Write(nick);
        fields.Write((int)kind);
        fields.Write(text);
        fields.WriteOptional(refSeq);
        fields.WriteOptional(key);
    }

    internal override void WriteTo(ref FieldWriter fields) => WriteTo(ref fields, Room, Seq, Time, Nick, Kind, Text, Ref, Key);
}
