using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Who keeps order in a room, and who may come into one that is private.</summary>
internal sealed partial class Sequencer
{
    /// <summary>Moderators of one room, its owner not counted.</summary>
    private const int MaxModerators = 100;

    /// <summary>Invitations to one room that are not used yet.</summary>
    private const int MaxInvitations = 1_000;

    private bool ChangeRole(ModerateCommand command, ChatRoom room, User actor, Group group)
    {
        if (!_users.TryFind(command.Nick!.Key, out var target))
        {
            RefuseNick(command, command.Nick, group);
            return false;
        }

        var role = (RoomRole)(command.Action switch { ModerationAction.Owner => Rank.Owner, ModerationAction.Moderator => Rank.Moderator, _ => Rank.Member });
        var before = room.RoleOf(target);
        var isSelf = ReferenceEquals(actor, target);
        var isResigning = isSelf && role == RoomRole.Member && before == RoomRole.Moderator;
        if (!isResigning && !MayModerate(command, room, actor, Rank.Owner, group))
        {
            return false;
        }

        if (before == role)
        {
            return true;
        }

        if (WhyNot() is var (code, message))
        {
            Refuse(command, group, code, message, "nick");
            return false;
        }

        Report(command, room, actor, target.Nick.Text, group);
        if (role == RoomRole.Owner && room.Owner is { } owner)
        {
            SetRole(room, owner, RoomRole.Moderator, actor, group);
        }

        SetRole(room, target.Id, role, actor, group);
        return true;

        (string Code, string Message)? WhyNot()
        {
            if (isSelf && before == RoomRole.Owner)
            {
                return (ErrorCodes.Forbidden, $"{room.Name.Text} would have no owner: make somebody else the owner first.");
            }

            if (role == RoomRole.Member)
            {
                return null;
            }

            if (!target.IsRegistered)
            {
                return (ErrorCodes.Forbidden, $"{target.Nick.Text} is a guest, and a guest has no role.");
            }

            if (!room.Has(target))
            {
                return (ErrorCodes.NotMember, $"{target.Nick.Text} is not in {room.Name.Text}.");
            }

            var moderators = room.Roles.Values.Count(static held => held == RoomRole.Moderator) - (before == RoomRole.Moderator ? 1 : 0);
            return moderators + (role == RoomRole.Moderator || room.Owner is not null ? 1 : 0) > MaxModerators
                ? (ErrorCodes.Forbidden, $"{room.Name.Text} has {MaxModerators} moderators, which is the most.")
                : null;
        }
    }

    /// <summary>
    /// Invites somebody: to a private room that is leave to enter it, once; to another one only word of it. He hears of it in the conversation of the two, which
    /// waits for him when he is not here.
    /// </summary>
    private bool Invite(ModerateCommand command, ChatRoom room, User actor, Group group)
    {
        if ((room.IsPrivate && !MayModerate(command, room, actor, Rank.Moderator, group)) || !MaySpeak(command, room, actor, group))
        {
            return false;
        }

        if (!_users.TryFind(command.Nick!.Key, out var target))
        {
            RefuseNick(command, command.Nick, group);
            return false;
        }

        if (room.Has(target) || room.Invited.Contains(target.Id))
        {
            return true;
        }

        if (WhyNotInvited(room, actor, target, group.Now) is { } reason)
        {
            Refuse(command, group, ErrorCodes.Forbidden, reason, "nick");
            return false;
        }

        var isSelf = ReferenceEquals(actor, target);
        if (!isSelf && !TryFindConversation(command, actor, target, group))
        {
            return false;
        }

        EnsureStored(target, group);
        Report(command, room, actor, target.Nick.Text, group);
        if (room.IsPrivate)
        {
            AddInvitation(room, target, actor, group);
        }

        if (!isSelf)
        {
            var direct = _rooms.TryFindDirect(actor, target, out var known) ? known : Create(actor, target, group);
            Unhide(direct, group);
            Append(direct, actor, EventKind.Moderation, $"{command.Word} {target.Nick.Text} 0 {room.Name.Text}", null, null, group);
        }

        return true;
    }

    private static string? WhyNotInvited(ChatRoom room, User actor, User target, long now)
    {
        if (target.Blocked.Contains(actor.Id))
        {
            return $"{target.Nick.Text} takes no invitations from you.";
        }

        if (room.Restrictions.Find(RestrictionKind.Ban, target.Id, target.GuestAddress, now) is not null)
        {
            return $"{target.Nick.Text} is banned from {room.Name.Text}: lift the ban first.";
        }

        return room.IsPrivate && room.Invited.Count >= MaxInvitations ? $"{room.Name.Text} has {MaxInvitations} invitations that are not used, which is the most." : null;
    }

    /// <summary>Whether the two have a conversation or may begin one; answered when not.</summary>
    private bool TryFindConversation(Command command, User user, User partner, Group group)
    {
        if (_rooms.TryFindDirect(user, partner, out _))
        {
            return true;
        }

        if (MayNotTalkToMore(user) is { } reason)
        {
            Refuse(command, group, ErrorCodes.Forbidden, reason, "nick");
            return false;
        }

        if (WaitToBegin(user, partner, group) is { } wait)
        {
            RefuseToBegin(command, partner, wait, group);
            return false;
        }

        return true;
    }

    /// <summary>An invitation is used up, or means nothing any more. Nothing happens when there is none.</summary>
    private void EndInvitation(ChatRoom room, UserId user, Group group)
    {
        if (_rooms.Uninvite(room, user))
        {
            group.Journal.Add(() => _rooms.Invite(room, user));
            group.Record(new InvitationEnded(group.Now, room.Log, user));
        }
    }
}
