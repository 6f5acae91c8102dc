using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>An event in a Hits.</summary>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Seq">The event's number in its room, from 1.</param>
/// <param name="Time">When the server took it, in Unix milliseconds, UTC.</param>
/// <param name="Nick">The nick of the author.</param>
/// <param name="Kind">What it is; a number unknown to the reader is kept.</param>
/// <param name="Text">What is said.</param>
public readonly record struct Hit(string Room, long Seq, long Time, string Nick, EventKind Kind, string Text) : IWireItem<Hit>
{
    static int IWireItem<Hit>.MinBytes => 7;

    static Hit IWireItem<Hit>.ReadFrom(ref FieldReader fields) => new(
        fields.ReadText("room"),
        fields.ReadInt64("seq"),
        fields.ReadInt64("time"),
        fields.ReadText("nick"),
        (EventKind)fields.ReadInt32("kind"),
        fields.ReadText("text"));

    void IWireItem<Hit>.WriteTo(ref FieldWriter fields)
    {
        fields.Write(Room);
        fields.Write(Seq);
        fields.Write(Time);
        fields.Write(Nick);
        fields.Write((int)Kind);
        fields.Write(Text);
    }
}
