using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>History.</summary>
internal static class HistoryRequests
{
    public static Command Page(HistoryFrame frame, Requester from)
    {
        if (from.ParseRoom(frame.Room, out var error) is not { } room)
        {
            return from.RefuseRoom(frame.Id, error);
        }

        return frame.Limit < 1
            ? from.Refuse(frame.Id, ErrorCodes.BadField, "The limit is 1 or more.", "limit")
            : new HistoryCommand(from.Subscriber, frame.Id, room, frame.Before, frame.After, frame.Limit);
    }
}
