using Chat.Protocol;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Leave to read.</summary>
internal sealed partial class Sequencer
{
    private void Resolve(ResolveCommand command, UserSession session, Group group)
    {
        LogId? log = TryResolve(command.Room, session.User, out var room, out _) && room.Has(session.User) ? room.Log : null;
        Tell(command, log, group);
    }

    private static void Tell(ResolveCommand command, LogId? log, Group group) => group.Then(() => command.Resolved.TrySetResult(log));

    private void Read(HistoryCommand command, UserSession session, Group group)
    {
        var user = session.User;
        var log = default(LogId);
        var (head, first, name) = (0L, 1L, "");
        if (!TryResolve(command.Room, user, out var room, out var partner) && partner is not null)
        {
            name = "@" + partner.Nick.Text; // Nothing was said between the two yet: that is an empty log, not a fault.
        }
        else
        {
            if (!TryFindOwn(command, command.Room, user, group, out room))
            {
                return;
            }

            (log, head, first, name) = (room.Log, room.Head, room.First, room.NameFor(user));
        }

        var fromEnd = command.After is null;
        var before = Math.Min(command.Before ?? long.MaxValue, head + 1);
        group.Page(command.From, new PageGrant(
            command.Id, name, log, Math.Min(command.After ?? 0, head), before, Math.Min(command.Limit, Limits.MaxPage), fromEnd, first));
    }
}
