using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>A room in a RoomList.</summary>
/// <param name="Room">The room, as the server spells it: <c>#name</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Topic">The room's topic.</param>
/// <param name="Members">How many are in the room.</param>
/// <param name="Head">The seq of the newest event; 0 when there is none yet.</param>
public readonly record struct RoomListing(string Room, string? Topic, int Members, long Head) : IWireItem<RoomListing>
{
    static int IWireItem<RoomListing>.MinBytes => 5;

    static RoomListing IWireItem<RoomListing>.ReadFrom(ref FieldReader fields) => new(
        fields.ReadText("room"),
        fields.ReadOptionalText("topic"),
        fields.ReadInt32("members"),
        fields.ReadInt64("head"));

    void IWireItem<RoomListing>.WriteTo(ref FieldWriter fields)
    {
        fields.Write(Room);
        fields.WriteOptional(Topic);
        fields.Write(Members);
        fields.Write(Head);
    }
}
