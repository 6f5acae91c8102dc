using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>A session as the requests see it. Owned by the session's frame loop.</summary>
internal sealed class Requester
{
    private RoomAddress? _lastRoom;

    public Requester(Subscriber subscriber)
    {
        Subscriber = subscriber;
    }

    public Subscriber Subscriber { get; }

    /// <summary>Who the session is, once it is in.</summary>
    public UserId User { get; set; }

    /// <summary>Takes the address of a room that is spoken in; people mostly speak in the room they spoke in before, so the last one is kept.</summary>
    public RoomAddress? ParseUsualRoom(string text, out string? error)
    {
        error = null;
        if (_lastRoom is not null && string.Equals(_lastRoom.Text, text, StringComparison.Ordinal))
        {
            return _lastRoom;
        }

        var address = RoomAddress.Parse(text, out error);
        _lastRoom = address ?? _lastRoom;
        return address;
    }

    public Command Refuse(uint id, string code, string message, string? field = null) =>
        new RefuseCommand(Subscriber, new ErrorFrame(id, code, message, null, field));

    public Command RefuseRoom(uint id, string? code, string field = "room") =>
        Refuse(id, code!, "A room is '#' and 1 to 63 letters, digits, '-', '_' or '.'; a conversation is '@' and a nick.", field);

    public Command RefuseNick(uint id, string field = "nick") =>
        Refuse(id, Protocol.ErrorCodes.BadNick, "A nick is 1 to 32 letters, digits, '-' or '_', and begins with a letter or a digit.", field);
}
