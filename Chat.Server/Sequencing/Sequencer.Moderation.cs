using System.Diagnostics.CodeAnalysis;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Keeping order in a room. Each action is an event of its log, so that everybody sees who did what.</summary>
internal sealed partial class Sequencer
{
    /// <summary>Bans and mutes of one room.</summary>
    private const int MaxRestrictions = 1_000;

    private void Moderate(ModerateCommand command, UserSession session, Group group)
    {
        var actor = session.User;
        if (command.Room is null)
        {
            ModerateServer(command, actor, group);
            return;
        }

        if (!TryFindModerated(command, actor, group, out var room))
        {
            return;
        }

        var isDone = command.Action switch
        {
            ModerationAction.Private or ModerationAction.Public => SetPrivacy(command, room, actor, group),
            ModerationAction.Moderator or ModerationAction.Member or ModerationAction.Owner => ChangeRole(command, room, actor, group),
            ModerationAction.Invite => Invite(command, room, actor, group),
            ModerationAction.Unban or ModerationAction.Unmute => Lift(command, room, actor, group),
            _ => Restrain(command, room, actor, group),
        };
        if (isDone)
        {
            group.Answer(command.From, new DoneFrame(command.Id));
        }
    }

    /// <summary>The room that somebody wants to moderate: one he is in, or, for operators, any.</summary>
    private bool TryFindModerated(ModerateCommand command, User actor, Group group, [NotNullWhen(true)] out ChatRoom? room)
    {
        var address = command.Room!;
        if (actor.IsOperator && _rooms.TryFind(address.Room!.Key, out room))
        {
            return true;
        }

        room = TryFindOwn(command, address, actor, group, out var own) ? (ChatRoom)own : null;
        return room is not null;
    }

    /// <summary>Kick, ban and mute. Whether it is done; else it is answered why not.</summary>
    private bool Restrain(ModerateCommand command, ChatRoom room, User actor, Group group)
    {
        if (!MayModerate(command, room, actor, Rank.Moderator, group) || !TryFindTarget(command, room, group, out var target))
        {
            return false;
        }

        if (!MayTouch(command, actor, RankOf(actor, room), target, RankOf(target, room), group))
        {
            return false;
        }

        if (command.Action == ModerationAction.Kick)
        {
            if (!room.Has(target) && !room.Absent.Contains(target.Id))
            {
                Refuse(command, group, ErrorCodes.NotMember, $"{target.Nick.Text} is not in {room.Name.Text}.", "nick");
                return false;
            }

            Report(command, room, actor, target.Nick.Text, group);
            Expel(room, target, actor, command.Reason, group);
            return true;
        }

        var kind = command.Action == ModerationAction.Ban ? RestrictionKind.Ban : RestrictionKind.Mute;
        if (room.Restrictions.Of(kind, target.Id) is null && room.Restrictions.Count >= MaxRestrictions)
        {
            Refuse(command, group, ErrorCodes.Forbidden, $"{room.Name.Text} has {MaxRestrictions} bans and mutes, which is the most: lift some first.", "nick");
            return false;
        }

        EnsureStored(target, group);
        Report(command, room, actor, target.Nick.Text, group);
        AddRestriction(room, RestrictionOf(command, kind, target, group.Now), actor, group);
        if (kind == RestrictionKind.Ban)
        {
            SetRole(room, target.Id, RoomRole.Member, actor, group);
            EndInvitation(room, target.Id, group);
            Expel(room, target, actor, command.Reason, group);
        }

        return true;
    }

    /// <summary>Unban and unmute. Whether it is done; else it is answered why not.</summary>
    private bool Lift(ModerateCommand command, ChatRoom room, User actor, Group group)
    {
        if (!MayModerate(command, room, actor, Rank.Moderator, group) || !TryFindRestricted(command, room, group, out var target, out var restriction))
        {
            return false;
        }

        if (target is not null && !IsAbove(RankOf(actor, room), RankOf(target, room)))
        {
            RefuseRank(command, target, group);
            return false;
        }

        Report(command, room, actor, target?.Nick.Text ?? restriction.Nick, group);
        EndRestriction(room, restriction, actor, group);
        return true;
    }

    private bool SetPrivacy(ModerateCommand command, ChatRoom room, User actor, Group group)
    {
        if (!MayModerate(command, room, actor, Rank.Owner, group))
        {
            return false;
        }

        var isPrivate = command.Action == ModerationAction.Private;
        if (room.IsPrivate != isPrivate)
        {
            Report(command, room, actor, null, group);
            room.IsPrivate = isPrivate;
            group.Journal.Add(() => room.IsPrivate = !isPrivate);
            group.Promise(new PrivacyChanged(group.Now, room.Log, isPrivate, actor.Id));
            foreach (var invited in room.Invited.ToArray())
            {
                EndInvitation(room, invited, group); // Not for a time when it may be private again.
            }
        }

        return true;
    }

    /// <summary>Puts somebody out of a room: who was in it reads up to here, is told, and then nothing more.</summary>
    private void Expel(ChatRoom room, User user, User by, string reason, Group group)
    {
        if (room.Has(user))
        {
            RecordOf(user, new MemberRemoved(group.Now, room.Log, user.Id), group);
            var told = new MembershipFrame(room.Name.Text, room.Log.Value, false, by.Nick.Text, reason.Length == 0 ? null : reason);
            RemoveMember(room, user, null, group, told);
        }
        else if (room.Absent.Remove(user.Id))
        {
            var leftBefore = user.LeftRooms;
            user.LeftRooms = [.. leftBefore.Where(log => log != room.Log)];
            group.Journal.Add(() =>
            {
                user.LeftRooms = leftBefore;
                room.Absent.Add(user.Id);
            });
            DropReading(room, user, group);
            RecordOf(user, new MemberRemoved(group.Now, room.Log, user.Id), group);
        }
    }

    private void Report(ModerateCommand command, ChatRoom room, User actor, string? nick, Group group) =>
        Append(room, actor, EventKind.Moderation, command.Report(nick), null, null, group);

    private static bool MayModerate(ModerateCommand command, ChatRoom room, User actor, Rank least, Group group)
    {
        if (RankOf(actor, room) >= least)
        {
            return true;
        }

        var who = least == Rank.Owner ? "its owner" : "its moderators and its owner";
        Refuse(command, group, ErrorCodes.Forbidden, $"In {room.Name.Text} that is for {who} to do.", "action");
        return false;
    }

    private static bool MayTouch(ModerateCommand command, User actor, Rank actorRank, User target, Rank targetRank, Group group)
    {
        if (ReferenceEquals(actor, target))
        {
            Refuse(command, group, ErrorCodes.Forbidden, "That is not something to do to yourself.", "nick");
            return false;
        }

        if (!IsAbove(actorRank, targetRank))
        {
            RefuseRank(command, target, group);
            return false;
        }

        return true;
    }

    private static void RefuseRank(ModerateCommand command, User target, Group group) =>
        Refuse(command, group, ErrorCodes.Forbidden, $"{target.Nick.Text} does not rank below you.", "nick");

    /// <summary>Whom an action in a room is about: somebody in it, or a guest who may come back to it, before anybody else of that nick.</summary>
    private bool TryFindTarget(ModerateCommand command, ChatRoom room, Group group, [NotNullWhen(true)] out User? target)
    {
        if (!_users.TryFind(command.Nick!.Key, out target) || !room.Has(target))
        {
            target = AbsentOf(room).FirstOrDefault(guest => guest.Nick.Matches(command.Nick)) ?? target;
        }

        if (target is null)
        {
            RefuseNick(command, command.Nick, group);
        }

        return target is not null;
    }

    /// <summary>The ban or mute to be lifted, or an answer that there is none; of somebody whose nick is known, or was when it began: then the user may be null.</summary>
    private bool TryFindRestricted(ModerateCommand command, ChatRoom? room, Group group, out User? target, [NotNullWhen(true)] out Restriction? restriction)
    {
        var list = room?.Restrictions ?? _restrictions;
        var kind = command.Action == ModerationAction.Unban ? RestrictionKind.Ban : RestrictionKind.Mute;
        restriction = _users.TryFind(command.Nick!.Key, out target) ? list.Of(kind, target.Id) : null;
        if (restriction is null || restriction.IsOver(group.Now))
        {
            restriction = list.All.FirstOrDefault(other =>
                other.Kind == kind && !other.IsOver(group.Now) && Nick.TryParse(other.Nick, out var nick) && nick.Matches(command.Nick));
            target = restriction is not null && _users.TryFind(restriction.User, out var held) ? held : null;
        }

        if (restriction is null)
        {
            var (been, where) = (kind == RestrictionKind.Ban ? "banned" : "muted", room is null ? "on this server" : $"in {room.Name.Text}");
            Refuse(command, group, ErrorCodes.NoSuchNick, $"{command.Nick.Text} is not {been} {where}.", "nick");
        }

        return restriction is not null;
    }

    private IEnumerable<User> AbsentOf(ChatRoom room)
    {
        foreach (var id in room.Absent)
        {
            if (_users.TryFind(id, out var guest))
            {
                yield return guest;
            }
        }
    }

    private static Restriction RestrictionOf(ModerateCommand command, RestrictionKind kind, User target, long now) => new(
        kind, target.Id, target.Nick.Text, target.GuestAddress, command.Seconds == 0 ? null : now + (command.Seconds * 1_000L), command.Reason);
}
