using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>An event in a Page.</summary>
/// <param name="Seq">The event's number in its room, from 1.</param>
/// <param name="Time">When the server took it, in Unix milliseconds, UTC.</param>
/// <param name="Nick">The nick of the author.</param>
/// <param name="Kind">What it is; a number unknown to the reader is kept.</param>
/// <param name="Text">What is said.</param>
/// <param name="Ref">The seq of the event that it is about or replies to.</param>
/// <param name="Key">The author's key of it.</param>
public readonly record struct PageEvent(
    long Seq,
    long Time,
    string Nick,
    EventKind Kind,
    string Text,
    long? Ref = null,
    Guid? Key = null) : IWireItem<PageEvent>
{
    static int IWireItem<PageEvent>.MinBytes => 6;

    static PageEvent IWireItem<PageEvent>.ReadFrom(ref FieldReader fields) => new(
        fields.ReadInt64("seq"),
        fields.ReadInt64("time"),
        fields.ReadText("nick"),
        (EventKind)fields.ReadInt32("kind"),
        fields.ReadText("text"),
        fields.ReadOptionalInt64("ref"),
        fields.ReadOptionalGuid("key"));

    void IWireItem<PageEvent>.WriteTo(ref FieldWriter fields)
    {
        fields.Write(Seq);
        fields.Write(Time);
        fields.Write(Nick);
        fields.Write((int)Kind);
        fields.Write(Text);
        fields.WriteOptional(Ref);
        fields.WriteOptional(Key);
    }
}
