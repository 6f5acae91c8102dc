using Chat.Protocol;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Leave to search.</summary>
internal sealed partial class Sequencer
{
    private void Search(SearchCommand command, UserSession session, Group group)
    {
        var user = session.User;
        IEnumerable<Room> rooms = _rooms.Of(user).Where(room => IsReachedByNameFor(user, room));
        if (command.Room is { } address)
        {
            rooms = [];
            if (TryResolve(address, user, out var room, out var partner) || partner is null)
            {
                if (!TryFindOwn(command, address, user, group, out room))
                {
                    return;
                }

                rooms = [room];
            }
        }

        var granted = new Dictionary<LogId, SearchedRoom>();
        foreach (var room in rooms)
        {
            if (room.Head >= room.First)
            {
                granted.Add(room.Log, new SearchedRoom(room.NameFor(user), room.Head));
            }
        }

        group.Search(command.From, new SearchGrant(command.Id, command.Query, granted, command.Before, Math.Min(command.Limit, Limits.MaxPage)));
    }
}
