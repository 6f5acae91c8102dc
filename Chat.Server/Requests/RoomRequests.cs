using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>Join, Leave, Rooms, Mine and Members.</summary>
internal static class RoomRequests
{
    public static Command Join(JoinFrame frame, Requester from) =>
        RoomAddress.Parse(frame.Room, out var error) is { } room
            ? new JoinCommand(from.Subscriber, frame.Id, room, frame.After, frame.Log)
            : from.RefuseRoom(frame.Id, error);

    public static Command Leave(LeaveFrame frame, Requester from) =>
        RoomAddress.Parse(frame.Room, out var error) is { } room
            ? new LeaveCommand(from.Subscriber, frame.Id, room)
            : from.RefuseRoom(frame.Id, error);

    public static Command List(RoomsFrame frame, Requester from)
    {
        NamePattern? pattern = null;
        if (frame.Pattern is not null && !NamePattern.TryParse(frame.Pattern, out pattern))
        {
            return from.Refuse(frame.Id, ErrorCodes.BadField, $"A pattern is 1 to {Limits.MaxPattern} bytes of a name with '*' and '?'.", "pattern");
        }

        return TryKey(frame.AfterRoom, out var after, out var error)
            ? new RoomsCommand(from.Subscriber, frame.Id, pattern, after)
            : from.RefuseRoom(frame.Id, error, "afterRoom");
    }

    public static Command Mine(MineFrame frame, Requester from) =>
        TryKey(frame.AfterRoom, out var after, out var error)
            ? new MineCommand(from.Subscriber, frame.Id, after)
            : from.RefuseRoom(frame.Id, error, "afterRoom");

    public static Command Members(MembersFrame frame, Requester from)
    {
        if (RoomAddress.Parse(frame.Room, out var error) is not { } room)
        {
            return from.RefuseRoom(frame.Id, error);
        }

        string? after = null;
        if (frame.AfterNick is not null)
        {
            if (!Nick.TryParse(frame.AfterNick, out var nick))
            {
                return from.RefuseNick(frame.Id, "afterNick");
            }

            after = nick.Key.SkeletonOfFolded;
        }

        return new MembersCommand(from.Subscriber, frame.Id, room, after);
    }

    private static bool TryKey(string? room, out string? key, out string? error)
    {
        (key, error) = (null, null);
        if (room is not null)
        {
            key = RoomAddress.Parse(room, out error)?.Key;
        }

        return error is null;
    }
}
