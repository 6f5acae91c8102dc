using Chat.Protocol;
using static Chat.Tests.Protocol.WireType;

namespace Chat.Tests.Protocol;

/// <summary>The protocol's table, written down a second time and apart from the codec, to hold the codec against.</summary>
internal static class WireTable
{
    private static readonly WireField RequestId = F("id", Id);
    private static readonly WireField Room = F("room", Text);
    private static readonly WireField Nick = F("nick", Text);
    private static readonly WireField Seq = F("seq", Long);
    private static readonly WireField Time = F("time", Long);
    private static readonly WireField More = F("more", Bool);
    private static readonly WireField[] State = [Room, F("head", Long), F("read", Long), F("log", Bin16), F("mentions", Int)];
    private static readonly WireField[] Said = [Seq, Time, Nick, F("kind", Int), F("text", Text)];
    private static readonly WireField[] Refs = [Maybe("ref", Long), Maybe("key", Bin16)];

    public static IReadOnlyList<WireFrame> Frames { get; } =
    [
        new(FrameKind.Hello, "C", RequestId, F("version", Int), F("agent", Text), Maybe("nick", Text), Maybe("code", Text), Maybe("resume", Bin16)),
        new(FrameKind.Welcome, "S", RequestId, F("version", Int), F("server", Text), Nick, F("registered", Bool), F("session", Bin16), Time,
            F("limits", Item, F("maxFrame", Int), F("maxText", Int), F("maxNick", Int), F("maxRoom", Int)),
            Maybe("motd", Text), F("rooms", List, State), More),
        new(FrameKind.Ping, "both", F("token", Unsigned)),
        new(FrameKind.Pong, "both", F("token", Unsigned)),
        new(FrameKind.Bye, "both", F("reason", Text), Maybe("retryMs", Int)),
        new(FrameKind.Error, "S", F("id", IdOrZero), F("code", Text), F("message", Text), Maybe("retryMs", Int), Maybe("field", Text)),
        new(FrameKind.Done, "S", RequestId),
        new(FrameKind.Join, "C", RequestId, Room, Maybe("after", Long), Maybe("log", Bin16)),
        new(FrameKind.Joined, "S", RequestId, Room, Maybe("topic", Text), F("first", Long), F("head", Long), F("members", Int),
            F("log", Bin16), F("role", Int), F("read", Long), F("mentions", Int)),
        new(FrameKind.Leave, "C", RequestId, Room),
        new(FrameKind.Rooms, "C", RequestId, Maybe("pattern", Text), Maybe("afterRoom", Text)),
        new(FrameKind.RoomList, "S", RequestId, F("rooms", List, Room, Maybe("topic", Text), F("members", Int), F("head", Long)), More),
        new(FrameKind.Members, "C", RequestId, Room, Maybe("afterNick", Text)),
        new(FrameKind.MemberList, "S", RequestId, Room, F("members", List, Nick, F("status", Int), F("role", Int)), More),
        new(FrameKind.Membership, "S", Room, F("log", Bin16), F("in", Bool), Maybe("by", Text), Maybe("reason", Text)),
        new(FrameKind.Mine, "C", RequestId, Maybe("afterRoom", Text)),
        new(FrameKind.MineList, "S", RequestId, F("rooms", List, State), More),
        new(FrameKind.Post, "C", RequestId, F("key", Bin16), Room, F("kind", Int), F("text", Text), Maybe("ref", Long), Maybe("log", Bin16)),
        new(FrameKind.Posted, "S", RequestId, F("key", Bin16), Room, Seq, Time),
        new(FrameKind.Event, "S", [Room, .. Said, .. Refs]),
        new(FrameKind.History, "C", RequestId, Room, Maybe("before", Long), Maybe("after", Long), F("limit", Limit)),
        new(FrameKind.Page, "S", RequestId, Room, F("events", List, [.. Said, .. Refs]), More, F("first", Long)),
        new(FrameKind.Search, "C", RequestId, F("query", Text), Maybe("room", Text), Maybe("cursor", Text), F("limit", Limit)),
        new(FrameKind.Hits, "S", RequestId, F("hits", List, [Room, .. Said]), Maybe("cursor", Text)),
        new(FrameKind.Read, "C", RequestId, Room, Seq),
        new(FrameKind.ReadMark, "S", Room, Seq),
        new(FrameKind.Gap, "S", Room, F("first", Long)),
        new(FrameKind.Presence, "S", Maybe("room", Text), Maybe("nick", Text), F("status", Int), Maybe("text", Text)),
        new(FrameKind.Type, "C", Room, F("on", Bool)),
        new(FrameKind.Typing, "S", Room, Nick, F("on", Bool)),
        new(FrameKind.Away, "C", RequestId, Maybe("text", Text)),
        new(FrameKind.Whois, "C", RequestId, Nick),
        new(FrameKind.User, "S", RequestId, Nick, F("status", Int), Maybe("text", Text), F("registered", Bool), Maybe("onlineSince", Long), Maybe("seenAt", Long)),
        new(FrameKind.Renamed, "S", F("old", Text), F("new", Text)),
        new(FrameKind.Block, "C", RequestId, Nick, F("on", Bool)),
        new(FrameKind.Nick, "C", RequestId, Nick),
        new(FrameKind.Link, "C", RequestId),
        new(FrameKind.LinkCode, "S", RequestId, F("code", Text), F("expires", Long)),
        new(FrameKind.Devices, "C", RequestId),
        new(FrameKind.DeviceList, "S", RequestId,
            F("devices", List, F("fingerprint", Bin32), F("label", Text), F("added", Long), F("seen", Long), F("current", Bool))),
        new(FrameKind.Unlink, "C", RequestId, F("fingerprint", Bin32)),
        new(FrameKind.Moderate, "C", RequestId, Maybe("room", Text), F("action", Text), Maybe("nick", Text), Maybe("seconds", Int), Maybe("reason", Text)),
    ];

    private static WireField F(string name, WireType type, params WireField[] fields) => new(name, type, Optional: false, fields);

    private static WireField Maybe(string name, WireType type) => new(name, type, Optional: true);
}
