using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>Moderate.</summary>
internal static class ModerationRequests
{
    public static Command Moderate(ModerateFrame frame, Requester from)
    {
        if (ActionOf(frame.Action) is not { } action || (frame.Room is null && !IsServerWide(action)))
        {
            return from.Refuse(frame.Id, ErrorCodes.BadField, frame.Room is null ? "There is no such action on the server." : "There is no such action in a room.", "action");
        }

        RoomAddress? room = null;
        if (frame.Room is not null)
        {
            room = RoomAddress.Parse(frame.Room, out var error);
            if (room?.Room is null)
            {
                return room is null ? from.RefuseRoom(frame.Id, error) : from.Refuse(frame.Id, ErrorCodes.BadRoom, "A conversation of two has no moderators.", "room");
            }
        }

        Nick? nick = null;
        if (action is ModerationAction.Private or ModerationAction.Public)
        {
            if (frame.Nick is not null)
            {
                return from.Refuse(frame.Id, ErrorCodes.BadField, "This is about the room: it takes no nick.", "nick");
            }
        }
        else if (!Nick.TryParse(frame.Nick, out nick))
        {
            return frame.Nick is null ? from.Refuse(frame.Id, ErrorCodes.BadField, "This is about somebody: give a nick.", "nick") : from.RefuseNick(frame.Id);
        }

        return Check(frame, from) ?? new ModerateCommand(
            from.Subscriber,
            frame.Id,
            room,
            action,
            frame.Action,
            nick,
            action is ModerationAction.Ban or ModerationAction.Mute ? frame.Seconds ?? 0 : 0,
            frame.Reason?.Trim() ?? "");
    }

    private static Command? Check(ModerateFrame frame, Requester from)
    {
        if (frame.Seconds < 0)
        {
            return from.Refuse(frame.Id, ErrorCodes.BadField, "The seconds are 0 or more.", "seconds");
        }

        if (frame.Reason is { } reason)
        {
            if (Encoding.UTF8.GetByteCount(reason) > Limits.MaxReason)
            {
                return from.Refuse(frame.Id, ErrorCodes.TextTooLong, $"The reason is {Limits.MaxReason} bytes at the most.", "reason");
            }

            if (!UnicodeText.IsPlainText(reason) || reason.AsSpan().ContainsAny('\n', '\t'))
            {
                return from.Refuse(frame.Id, ErrorCodes.BadText, "The reason is one line without control characters.", "reason");
            }
        }

        return null;
    }

    private static bool IsServerWide(ModerationAction action) => action is not (ModerationAction.Owner or ModerationAction.Invite or ModerationAction.Private or ModerationAction.Public);

    private static ModerationAction? ActionOf(string word) => word switch
    {
        "kick" => ModerationAction.Kick,
        "ban" => ModerationAction.Ban,
        "unban" => ModerationAction.Unban,
        "mute" => ModerationAction.Mute,
        "unmute" => ModerationAction.Unmute,
        "moderator" => ModerationAction.Moderator,
        "member" => ModerationAction.Member,
        "owner" => ModerationAction.Owner,
        "invite" => ModerationAction.Invite,
        "private" => ModerationAction.Private,
        "public" => ModerationAction.Public,
        _ => null,
    };
}
