using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Where a room stands, and the user in it.</summary>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Head">The seq of the newest event; 0 when there is none yet.</param>
/// <param name="Read">The seq up to which the user has read.</param>
/// <param name="Log">The identity of the room's log, which cursors belong to.</param>
/// <param name="Mentions">How many unread events mention the user.</param>
public readonly record struct RoomState(string Room, long Head, long Read, Guid Log, int Mentions) : IWireItem<RoomState>
{
    static int IWireItem<RoomState>.MinBytes => 7;

    static RoomState IWireItem<RoomState>.ReadFrom(ref FieldReader fields) => new(
        fields.ReadText("room"),
        fields.ReadInt64("head"),
        fields.ReadInt64("read"),
        fields.ReadGuid("log"),
        fields.ReadInt32("mentions"));

    void IWireItem<RoomState>.WriteTo(ref FieldWriter fields)
    {
        fields.Write(Room);
        fields.Write(Head);
        fields.Write(Read);
        fields.Write(Log);
        fields.Write(Mentions);
    }
}
