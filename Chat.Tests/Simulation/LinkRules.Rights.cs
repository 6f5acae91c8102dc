using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>Being put out of rooms, and what is behind closed doors.</summary>
internal sealed partial class LinkRules
{
    /// <summary>The newest event that came of each room.</summary>
    private readonly Dictionary<string, EventFrame> _newest = new(StringComparer.Ordinal);

    /// <summary>Another session has brought the user into a room or out of it, or somebody else has put him out.</summary>
    private void CheckMembership(MembershipFrame membership)
    {
        if (KeyOf(membership.Room) is not { } key)
        {
            Fault($"no room that one is in or not: {membership}");
            return;
        }

        _isIn[key] = membership.In;
        if (membership.In)
        {
            return;
        }

        if (membership.By is { } by && _rooms.ContainsKey(membership.Room)
            && !(_newest.GetValueOrDefault(membership.Room) is { Kind: EventKind.Moderation, Text: ['k', 'i', 'c', 'k', ' ', ..] or ['b', 'a', 'n', ' ', ..] } e && e.Nick == by))
        {
            Fault($"put out of a room in which nothing has told of it: {membership}");
        }

        _rooms.Remove(membership.Room);
        _user!.Rooms.Remove(membership.Log);
    }

    /// <summary>Who is banned does not get in.</summary>
    private void CheckAllowed(JoinedFrame joined, Request asked, Moment moment)
    {
        if (_user!.Author is { } user
            && Registry.Spans(Fact.Banned(user, new LogId(joined.Log))).Any(span => span.Holds(asked.Stamp, moment.Stamp) && moment.Time < span.Until))
        {
            Fault($"banned, but let in: {joined}");
        }
    }

    /// <summary>A private room is in nobody's list who is not in it.</summary>
    private void CheckList(RoomListFrame list, Request asked, Moment moment)
    {
        foreach (var room in list.Rooms)
        {
            if (_user!.Account is { } user && KeyOf(room.Room) is { } key && !Registry.MayBeIn(user, key, asked.Stamp, moment.Stamp) && Registry.IsPrivate(key, asked.Stamp, moment.Stamp))
            {
                Fault($"somebody outside {room.Room} is told of it, which is private");
            }
        }
    }

    /// <summary>Whether somebody may have been put out of a room while he was away.</summary>
    private static bool MayBeExpelled(LogRecord log, UserTrail user) =>
        log.Events.Exists(stored => stored.Event.Kind == EventKind.Moderation && user.Nicks.Any(nick => stored.Event.Text.Contains($" {nick} ", StringComparison.Ordinal)));
}
