using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Search;
using Chat.Server.Delivery;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>Search.</summary>
internal static class SearchRequests
{
    public static Command Find(SearchFrame frame, Requester from)
    {
        RoomAddress? room = null;
        if (frame.Room is not null && (room = RoomAddress.Parse(frame.Room, out var error)) is null)
        {
            return from.RefuseRoom(frame.Id, error);
        }

        if (Encoding.UTF8.GetByteCount(frame.Query) > Limits.MaxQuery)
        {
            return from.Refuse(frame.Id, ErrorCodes.BadField, $"The query is {Limits.MaxQuery} bytes at the most.", "query");
        }

        if (!SearchQuery.TryParse(frame.Query, out var query))
        {
            return from.Refuse(frame.Id, ErrorCodes.BadField, "The query has no word to look for.", "query");
        }

        if (frame.Limit < 1)
        {
            return from.Refuse(frame.Id, ErrorCodes.BadField, "The limit is 1 or more.", "limit");
        }

        long? before = null;
        if (frame.Cursor is not null)
        {
            if (!SearchCursor.TryParse(frame.Cursor, out var place))
            {
                return from.Refuse(frame.Id, ErrorCodes.BadField, "The cursor is none that this server gave.", "cursor");
            }

            before = place;
        }

        return new SearchCommand(from.Subscriber, frame.Id, query, room, before, frame.Limit);
    }
}
