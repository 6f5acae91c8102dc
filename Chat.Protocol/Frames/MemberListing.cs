using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>A member in a MemberList.</summary>
/// <param name="Nick">The nick, as its owner spells it.</param>
/// <param name="Status">Whether the member is there.</param>
/// <param name="Role">What the member may do in the room.</param>
public readonly record struct MemberListing(string Nick, UserStatus Status, RoomRole Role) : IWireItem<MemberListing>
{
    static int IWireItem<MemberListing>.MinBytes => 4;

    static MemberListing IWireItem<MemberListing>.ReadFrom(ref FieldReader fields) => new(
        fields.ReadText("nick"),
        (UserStatus)fields.ReadInt32("status"),
        (RoomRole)fields.ReadInt32("role"));

    void IWireItem<MemberListing>.WriteTo(ref FieldWriter fields)
    {
        fields.Write(Nick);
        fields.Write((int)Status);
        fields.Write((int)Role);
    }
}
