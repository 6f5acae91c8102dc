using Chat.Protocol;
using Chat.Protocol.Names;

namespace Chat.Server.Rooms;

/// <summary>What a client calls a room: <c>#name</c> or <c>@nick</c>. Exactly one of the two is set.</summary>
internal sealed record RoomAddress
{
    private RoomAddress(string text, RoomName? room, Nick? nick)
    {
        Text = text;
        Room = room;
        Nick = nick;
    }

    /// <summary>As the client wrote it.</summary>
    public string Text { get; }

    public RoomName? Room { get; }

    /// <summary>The partner of a direct conversation.</summary>
    public Nick? Nick { get; }

    /// <summary>The same text for all spellings that name the same room; its order is the order of lists.</summary>
    public string Key => Room is { } room ? KeyOf(room) : KeyOf(Nick!);

    public static string KeyOf(RoomName room) => room.Key.SkeletonOfFolded;

    public static string KeyOf(Nick nick) => "@" + nick.Key.SkeletonOfFolded;

    /// <summary>Takes a room's address; <paramref name="error"/> is the error code when it is none.</summary>
    public static RoomAddress? Parse(string text, out string? error)
    {
        error = null;
        if (text.StartsWith('@'))
        {
            if (Nick.TryParse(text[1..], out var nick))
            {
                return new RoomAddress(text, null, nick);
            }

            error = ErrorCodes.BadNick;
            return null;
        }

        if (RoomName.TryParse(text, out var room))
        {
            return new RoomAddress(text, room, null);
        }

        error = ErrorCodes.BadRoom;
        return null;
    }
}
