using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Join; the events asked for follow.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Topic">The room's topic.</param>
/// <param name="First">The seq of the oldest event kept, 1 in an empty log.</param>
/// <param name="Head">The seq of the newest event, 0 in an empty log.</param>
/// <param name="Members">How many are in the room.</param>
/// <param name="Log">The identity of the room's log.</param>
/// <param name="Role">What the user may do here.</param>
/// <param name="Read">The seq up to which the user has read.</param>
/// <param name="Mentions">How many unread events mention the user.</param>
public sealed record JoinedFrame(
    uint Id,
    string Room,
    string? Topic,
    long First,
    long Head,
    int Members,
    Guid Log,
    RoomRole Role,
    long Read,
    int Mentions) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Joined;

    internal static JoinedFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("room"),
        fields.ReadOptionalText("topic"),
        fields.ReadInt64("first"),
        fields.ReadInt64("head"),
        fields.ReadInt32("members"),
        fields.ReadGuid("log"),
        (RoomRole)fields.ReadInt32("role"),
        fields.ReadInt64("read"),
        fields.ReadInt32("mentions"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Room);
        fields.WriteOptional(Topic);
        fields.Write(First);
        fields.Write(Head);
        fields.Write(Members);
        fields.Write(Log);
        fields.Write((int)Role);
        fields.Write(Read);
        fields.Write(Mentions);
    }
}
