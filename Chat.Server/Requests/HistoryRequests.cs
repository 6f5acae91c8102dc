using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>History and Read.</summary>
internal static class HistoryRequests
{
    public static Command Mark(ReadFrame frame, Requester from)
    {
        if (from.ParseUsualRoom(frame.Room, out var error) is not { } room)
        {
            return from.RefuseRoom(frame.Id, error);
        }

        return frame.Seq < 0
            ? from.Refuse(frame.Id, ErrorCodes.BadField, "The seq is that of an event, or 0.", "seq")
            : new ReadCommand(from.Subscriber, frame.Id, room, frame.Seq);
    }

    public static Command Page(HistoryFrame frame, Requester from)
    {
        if (from.ParseUsualRoom(frame.Room, out var error) is not { } room)
        {
            return from.RefuseRoom(frame.Id, error);
        }

        return frame.Limit < 1
            ? from.Refuse(frame.Id, ErrorCodes.BadField, "The limit is 1 or more.", "limit")
            : new HistoryCommand(from.Subscriber, frame.Id, room, frame.Before, frame.After, frame.Limit);
    }
}
