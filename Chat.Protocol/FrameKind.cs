namespace Chat.Protocol;

/// <summary>The kinds of frames of protocol version 1, by their number on the wire.</summary>
public enum FrameKind
{
    /// <summary>No kind of this version: see <see cref="Frames.UnknownFrame"/>. Never on the wire.</summary>
    Unknown = 0,

    /// <summary>Opens a session; the first frame of a client.</summary>
    Hello = 1,

    /// <summary>Answers Hello: the session is open.</summary>
    Welcome = 2,

    /// <summary>Asks for a Pong; from either side.</summary>
    Ping = 3,

    /// <summary>Answers a Ping, after the answers to all requests before it.</summary>
    Pong = 4,

    /// <summary>Announces an orderly end; from either side.</summary>
    Bye = 5,

    /// <summary>Answers a request that failed, or says why the connection is closed.</summary>
    Error = 6,

    /// <summary>Answers a request that has nothing more to tell.</summary>
    Done = 7,

    /// <summary>Becomes a member of a room and follows it.</summary>
    Join = 10,

    /// <summary>Answers Join.</summary>
    Joined = 11,

    /// <summary>Ends a membership.</summary>
    Leave = 12,

    /// <summary>Asks for public rooms and one's own.</summary>
    Rooms = 13,

    /// <summary>Answers Rooms.</summary>
    RoomList = 14,

    /// <summary>Asks who is in a room.</summary>
    Members = 15,

    /// <summary>Answers Members.</summary>
    MemberList = 16,

    /// <summary>Tells a user's sessions that he came into a room or is out of it.</summary>
    Membership = 17,

    /// <summary>Asks for the rooms and conversations one is in.</summary>
    Mine = 18,

    /// <summary>Answers Mine.</summary>
    MineList = 19,

    /// <summary>Says something in a room.</summary>
    Post = 20,

    /// <summary>Answers Post once the event is committed.</summary>
    Posted = 21,

    /// <summary>An event of a room's log.</summary>
    Event = 22,

    /// <summary>Asks for events of the past.</summary>
    History = 23,

    /// <summary>Answers History.</summary>
    Page = 24,

    /// <summary>Looks for words in what one may read.</summary>
    Search = 25,

    /// <summary>Answers Search.</summary>
    Hits = 26,

    /// <summary>Marks a room as read up to a seq.</summary>
    Read = 27,

    /// <summary>Tells a user's other sessions what was read.</summary>
    ReadMark = 28,

    /// <summary>Tells that events between the cursor and <c>first</c> are no longer kept.</summary>
    Gap = 29,

    /// <summary>Tells who is there, away or gone.</summary>
    Presence = 30,

    /// <summary>Tells that one is typing, or no longer.</summary>
    Type = 31,

    /// <summary>Tells that another is typing, or no longer.</summary>
    Typing = 32,

    /// <summary>Sets or ends being away.</summary>
    Away = 33,

    /// <summary>Asks about a user.</summary>
    Whois = 34,

    /// <summary>Answers Whois.</summary>
    User = 35,

    /// <summary>Tells that a user has another nick now.</summary>
    Renamed = 36,

    /// <summary>Takes no direct messages and invitations from a user, or takes them again.</summary>
    Block = 37,

    /// <summary>Changes one's nick.</summary>
    Nick = 40,

    /// <summary>Asks for a code that lets another device in.</summary>
    Link = 41,

    /// <summary>Answers Link.</summary>
    LinkCode = 42,

    /// <summary>Asks for one's devices.</summary>
    Devices = 43,

    /// <summary>Answers Devices.</summary>
    DeviceList = 44,

    /// <summary>Takes a device away.</summary>
    Unlink = 45,

    /// <summary>Does what moderators and operators may.</summary>
    Moderate = 50,
}
