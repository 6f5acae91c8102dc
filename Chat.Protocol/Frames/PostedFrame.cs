using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Post: the event is committed.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Key">The Post's key.</param>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Seq">The event's number in its room, from 1.</param>
/// <param name="Time">When the server took it, in Unix milliseconds, UTC.</param>
public sealed record PostedFrame(uint Id, Guid Key, string Room, long Seq, long Time) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Posted;

    internal static PostedFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadGuid("key"),
        fields.ReadText("room"),
        fields.ReadInt64("seq"),
        fields.ReadInt64("time"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Key);
        fields.Write(Room);
        fields.Write(Seq);
        fields.Write(Time);
    }
}
