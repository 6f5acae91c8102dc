using System.Globalization;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Who may do what.</summary>
internal sealed partial class Sequencer
{
    /// <summary>How often what has run out is looked for, in ms. It counts as gone at once; this only takes it off the lists.</summary>
    private const long SweepPeriod = 60_000;

    /// <summary>What ends within so many ms is waited for by the second.</summary>
    private const long Soon = 10 * 60_000;

    /// <summary>Who may not enter this server, or not speak on it.</summary>
    private readonly RestrictionList _restrictions = new();
    private long _sweptAt;

    /// <summary>What keeps somebody from this server; null when nothing does.</summary>
    /// <param name="user">Who it is; null for somebody new.</param>
    /// <param name="address">Where he comes from, which is looked at for everybody without an account.</param>
    /// <param name="now">Unix milliseconds.</param>
    private Restriction? BarFor(User? user, PeerAddress? address, long now)
    {
        var looked = user is { IsRegistered: true } || address is { IsLocal: true } ? null : address;
        return _restrictions.Find(RestrictionKind.Ban, user?.Id ?? default, looked, now);
    }

    /// <summary>Who comes in, as far as his device or his secret tells: null for somebody new.</summary>
    private User? KnownOf(EnterCommand command, Group group) =>
        command.Device is { } device ? (_users.TryFind(device, out var registered) ? registered : null)
        : command.Resume is { } secret && _users.TryResume(SecretHash.Of(secret), group.Now, out var guest) ? guest
        : null;

    /// <summary>Whether somebody may enter this server; answered when not.</summary>
    private bool MayEnterServer(EnterCommand command, User? user, Group group)
    {
        if (BarFor(user, command.Address, group.Now) is not { } bar)
        {
            return true;
        }

        Refuse(command, group, ErrorCodes.Banned, $"You are banned from this server {Terms(bar, group.Now)}");
        return false;
    }

    private static Rank RankOf(User user, ChatRoom? room) => user.IsOperator ? Rank.Operator : (Rank)(room?.RoleOf(user) ?? RoomRole.Member);

    /// <summary>Whether one may do something to another: to those below him only, but for operators, who may do it to each other.</summary>
    private static bool IsAbove(Rank actor, Rank target) => actor == Rank.Operator || target < actor;

    /// <summary>Whether somebody may come into a room that exists; answered when not.</summary>
    private static bool MayEnter(JoinCommand command, ChatRoom room, User user, Group group)
    {
        if (room.Has(user))
        {
            return true;
        }

        if (room.Restrictions.Find(RestrictionKind.Ban, user.Id, user.GuestAddress, group.Now) is { } ban)
        {
            Refuse(command, group, ErrorCodes.Banned, $"You are banned from {room.Name.Text} {Terms(ban, group.Now)}", "room");
            return false;
        }

        if (room.IsPrivate && !room.Invited.Contains(user.Id) && room.RoleOf(user) == RoomRole.Member)
        {
            Refuse(command, group, ErrorCodes.Forbidden, $"{room.Name.Text} is private: somebody has to invite you.", "room");
            return false;
        }

        return true;
    }

    /// <summary>Whether somebody may say something in a room that he is in; answered when not.</summary>
    private bool MaySpeak(Command command, Room? room, User user, Group group)
    {
        if (MuteOf(user, group.Now) is { } everywhere)
        {
            Refuse(command, group, ErrorCodes.Muted, $"You are muted on this server {Terms(everywhere, group.Now)}", "room");
            return false;
        }

        if (MuteIn(room, user, group.Now) is { } here)
        {
            Refuse(command, group, ErrorCodes.Muted, $"You are muted in {room!.NameFor(user)} {Terms(here, group.Now)}", "room");
            return false;
        }

        return true;
    }

    /// <summary>What keeps somebody from speaking anywhere; null when nothing does.</summary>
    private Restriction? MuteOf(User user, long now) => _restrictions.Find(RestrictionKind.Mute, user.Id, user.GuestAddress, now);

    /// <summary>What keeps somebody from speaking in a room; null when nothing of the room does.</summary>
    private static Restriction? MuteIn(Room? room, User user, long now) =>
        (room as ChatRoom)?.Restrictions.Find(RestrictionKind.Mute, user.Id, user.GuestAddress, now);

    private static bool MaySetTopic(PostCommand command, Room? room, User user, Group group)
    {
        if (command.Kind != EventKind.Topic || room is not ChatRoom { Owner: not null } owned || RankOf(user, owned) >= Rank.Moderator)
        {
            return true;
        }

        Refuse(command, group, ErrorCodes.Forbidden, $"In {owned.Name.Text} moderators and the owner set the topic.", "kind");
        return false;
    }

    /// <summary>Gives somebody a role in a room, or with <see cref="RoomRole.Member"/> takes away the one he has.</summary>
    private static void SetRole(ChatRoom room, UserId user, RoomRole role, User by, Group group)
    {
        var before = room.Roles.GetValueOrDefault(user);
        if (role != before)
        {
            Put(role);
            group.Journal.Add(() => Put(before));
            group.Promise(new RoleChanged(group.Now, room.Log, user, role, by.Id));
        }

        void Put(RoomRole put)
        {
            if (put == RoomRole.Member)
            {
                room.Roles.Remove(user);
            }
            else
            {
                room.Roles[user] = put;
            }
        }
    }

    /// <param name="room">Where; null for the whole server.</param>
    /// <param name="restriction">Who, what, and until when.</param>
    /// <param name="by">Whose doing it is.</param>
    /// <param name="group">The group.</param>
    private void AddRestriction(ChatRoom? room, Restriction restriction, User by, Group group)
    {
        var list = room?.Restrictions ?? _restrictions;
        var before = list.Set(restriction);
        group.Journal.Add(() =>
        {
            list.Remove(restriction.Kind, restriction.User);
            if (before is not null)
            {
                list.Set(before);
            }
        });
        group.Promise(new RestrictionAdded(group.Now, room?.Log, restriction, by.Id));
    }

    private void EndRestriction(ChatRoom? room, Restriction restriction, User by, Group group)
    {
        var list = room?.Restrictions ?? _restrictions;
        list.Remove(restriction.Kind, restriction.User);
        group.Journal.Add(() => list.Set(restriction));
        group.Promise(new RestrictionEnded(group.Now, room?.Log, restriction.Kind, restriction.User, by.Id));
    }

    /// <summary>Takes what has run out off the lists, now and then.</summary>
    private void SweepRestrictions(long now)
    {
        if (now - _sweptAt < SweepPeriod)
        {
            return;
        }

        _sweptAt = now;
        Sweep(null, _restrictions);
        foreach (var room in _rooms.ChatRooms)
        {
            if (room.Restrictions.Count > 0)
            {
                Sweep(room.Log, room.Restrictions);
            }
        }

        void Sweep(LogId? room, RestrictionList list)
        {
            foreach (var over in list.All.Where(restriction => restriction.IsOver(now)).ToArray())
            {
                list.Remove(over.Kind, over.User);
                _system.Carry(new RestrictionEnded(now, room, over.Kind, over.User, null));
            }
        }
    }

    /// <summary>Until when, to the second when that is soon, and why: the end of a sentence.</summary>
    private static string Terms(Restriction restriction, long now)
    {
        var end = restriction.EndsAt is { } endsAt
            ? $"until {DateTimeOffset.FromUnixTimeMilliseconds(endsAt).ToString(endsAt - now < Soon ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
            : "for good";
        return restriction.Reason.Length == 0 ? end + "." : $"{end}: {restriction.Reason}";
    }
}
