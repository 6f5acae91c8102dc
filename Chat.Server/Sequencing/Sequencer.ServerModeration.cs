using System.Diagnostics.CodeAnalysis;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Keeping order on the whole server, which operators do.</summary>
internal sealed partial class Sequencer
{
    /// <summary>Bans and mutes of the whole server.</summary>
    private const int MaxServerRestrictions = 10_000;

    private void ModerateServer(ModerateCommand command, User actor, Group group)
    {
        if (!actor.IsOperator)
        {
            Refuse(command, group, ErrorCodes.Forbidden, "That is for the operators of this server to do: name a room.", "room");
            return;
        }

        var isDone = command.Action switch
        {
            ModerationAction.Moderator or ModerationAction.Member => SetOperator(command, actor, group),
            ModerationAction.Unban or ModerationAction.Unmute => LiftOnServer(command, actor, group),
            _ => RestrainOnServer(command, actor, group),
        };
        if (isDone)
        {
            group.Answer(command.From, new DoneFrame(command.Id));
        }
    }

    private bool RestrainOnServer(ModerateCommand command, User actor, Group group)
    {
        if (!TryFindAnywhere(command, group, out var target) || !MayTouch(command, actor, Rank.Operator, target, RankOf(target, null), group))
        {
            return false;
        }

        if (command.Action == ModerationAction.Kick)
        {
            if (!target.IsOnline)
            {
                Refuse(command, group, ErrorCodes.NoSuchNick, $"{target.Nick.Text} is not here.", "nick");
                return false;
            }

            EndSessions(target, static _ => true, Farewell(command, actor), group);
            return true;
        }

        var kind = command.Action == ModerationAction.Ban ? RestrictionKind.Ban : RestrictionKind.Mute;
        if (_restrictions.Of(kind, target.Id) is null && _restrictions.Count >= MaxServerRestrictions)
        {
            Refuse(command, group, ErrorCodes.Forbidden, $"This server has {MaxServerRestrictions} bans and mutes, which is the most: lift some first.", "nick");
            return false;
        }

        EnsureStored(target, group);
        ReportEverywhere(command, actor, target, group);
        AddRestriction(null, RestrictionOf(command, kind, target, group.Now), actor, group);
        if (kind == RestrictionKind.Ban)
        {
            if (target.IsOperator)
            {
                SetOperator(target, false, actor, group);
            }

            EndSessions(target, static _ => true, Farewell(command, actor), group);
        }

        return true;
    }

    /// <summary>What somebody who is put out hears of it last: by whom, and why as far as there is room for it.</summary>
    private static string Farewell(ModerateCommand command, User actor)
    {
        var done = command.Action == ModerationAction.Kick ? "removed" : "banned";
        var words = $"{actor.Nick.Text} {done} you from this server";
        return command.Reason.Length == 0 ? words : Beginning($"{words}: {command.Reason}", Limits.MaxReason);
    }

    private static string Beginning(string text, int bytes)
    {
        var chars = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                break;
            }

            chars += rune.Utf16SequenceLength;
        }

        return text[..chars];
    }

    private bool LiftOnServer(ModerateCommand command, User actor, Group group)
    {
        if (!TryFindRestricted(command, null, group, out var target, out var restriction))
        {
            return false;
        }

        if (target is not null)
        {
            ReportEverywhere(command, actor, target, group);
        }

        EndRestriction(null, restriction, actor, group);
        return true;
    }

    private bool SetOperator(ModerateCommand command, User actor, Group group)
    {
        if (!_users.TryFind(command.Nick!.Key, out var target))
        {
            RefuseNick(command, command.Nick, group);
            return false;
        }

        var isOperator = command.Action == ModerationAction.Moderator;
        if (isOperator && !target.IsRegistered)
        {
            Refuse(command, group, ErrorCodes.Forbidden, $"{target.Nick.Text} is a guest, and a guest has no rights.", "nick");
            return false;
        }

        if (target.IsOperator != isOperator)
        {
            SetOperator(target, isOperator, actor, group);
            TellOfRights(target, actor, group, command.Reason);
        }

        return true;
    }

    private static void SetOperator(User user, bool isOperator, User? by, Group group)
    {
        user.Account!.IsOperator = isOperator;
        group.Journal.Add(() => user.Account.IsOperator = !isOperator);
        group.Promise(new OperatorChanged(group.Now, user.Id, isOperator, by?.Id));
    }

    /// <summary>Tells somebody in his notebook whether he is an operator now: that reaches him at once wherever he is connected, and later where he is not.</summary>
    /// <param name="user">Whose rights have changed.</param>
    /// <param name="by">Who says so: whose doing it is, or he himself where nobody's on this server is.</param>
    /// <param name="group">The group.</param>
    /// <param name="reason">Why; empty for none.</param>
    private void TellOfRights(User user, User by, Group group, string reason = "")
    {
        if (!_rooms.TryFindDirect(user, user, out var notebook))
        {
            if (_rooms.ConversationCount >= RoomDirectory.MaxConversations)
            {
                return; // His next Welcome tells him.
            }

            notebook = Begin(user, user, group);
        }

        Unhide(notebook, group);
        var text = $"{(user.IsOperator ? "moderator" : "member")} {user.Nick.Text} 0";
        Append(notebook, by, EventKind.Moderation, reason.Length == 0 ? text : $"{text} {reason}", null, null, group);
    }

    /// <summary>Tells all rooms that somebody is in.</summary>
    private void ReportEverywhere(ModerateCommand command, User actor, User target, Group group)
    {
        foreach (var room in _rooms.Of(target).OfType<ChatRoom>().Concat(LeftRoomsOf(target)).ToArray())
        {
            Report(command, room, actor, target.Nick.Text, group);
        }
    }

    /// <summary>Whom an action on the server is about: somebody who is known by that nick, or else a guest who has gone and may come back.</summary>
    private bool TryFindAnywhere(ModerateCommand command, Group group, [NotNullWhen(true)] out User? target)
    {
        if (!_users.TryFind(command.Nick!.Key, out target))
        {
            target = _rooms.ChatRooms.SelectMany(AbsentOf).FirstOrDefault(guest => guest.Nick.Matches(command.Nick));
        }

        if (target is null)
        {
            RefuseNick(command, command.Nick, group);
        }

        return target is not null;
    }
}
