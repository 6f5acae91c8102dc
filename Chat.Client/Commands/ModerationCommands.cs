using System.Text;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>What the moderators and the owner of a room do, and with <c>--server</c> what the server's operators do everywhere.</summary>
internal static class ModerationCommands
{
    private const string Invite = "invite";

    public static IReadOnlyList<Command> All { get; } =
    [
        Make("kick", "[#ROOM] NICK [REASON]", "remove somebody from this room", "kick") with
        {
            Examples =
            [
                ("/kick bob", "bob is out, and may come back"),
                ("/kick #dev bob noise", "out of another room, and why"),
                ("/kick --server bob", "an operator: off the whole server"),
            ],
        },
        Make("ban", "[#ROOM] NICK [TIME] [REASON]", "remove somebody and keep him out", "ban", takesTime: true) with
        {
            Examples =
            [
                ("/ban bob 2h noise", "for two hours; s, m, h, d and w are units of time"),
                ("/ban bob", "for good, or until /unban bob"),
                ("/ban #dev bob 1d", "from another room"),
                ("/ban --server bob 7d spam", "an operator: off the whole server"),
            ],
        },
        Make("unban", "[#ROOM] NICK", "let somebody in again", "unban") with { Examples = [("/unban bob", "bob may come back")] },
        Make("mute", "[#ROOM] NICK [TIME] [REASON]", "let somebody read only", "mute", takesTime: true) with
        {
            Examples =
            [
                ("/mute bob 10m calm down", "bob says nothing here for ten minutes"),
                ("/mute #dev bob", "nor in another room, for good"),
            ],
        },
        Make("unmute", "[#ROOM] NICK", "let somebody speak again", "unmute") with { Examples = [("/unmute bob", "before the time is over")] },
        Make("op", "[#ROOM] NICK", "make somebody a moderator", "moderator") with { Examples = [("/op bob", "bob can kick, ban, mute and invite")] },
        Make("deop", "[#ROOM] NICK", "make a moderator an ordinary member", "member") with { Examples = [("/deop bob", "takes that back")] },
        Make("owner", "[#ROOM] NICK", "give this room to somebody", "owner") with { Examples = [("/owner bob", "bob owns this room from now on")] },
        Make("invite", "[#ROOM] NICK", "let somebody into a private room", Invite, topic: CommandTopic.Rooms) with
        {
            Examples = [("/invite bob", "bob may enter this room"), ("/invite #dev bob", "another one")],
        },
        Make("private", "[#ROOM]", "make a room private", (chat, argument) => ChangeAsync(chat, "private", argument)) with
        {
            Examples = [("/private", "only who is invited gets in, and no list names it")],
        },
        Make("public", "[#ROOM]", "open a private room", (chat, argument) => ChangeAsync(chat, "public", argument)) with
        {
            Examples = [("/public", "everybody may enter again")],
        },
    ];

    private static Command Make(
        string name, string usage, string summary, string action, bool takesTime = false, CommandTopic topic = CommandTopic.Order) =>
        Make(name, usage, summary, (chat, argument) => JudgeAsync(chat, $"/{name} {usage}", action, takesTime, argument)) with { Topic = topic };

    private static Command Make(string name, string usage, string summary, Func<IChat, string, Task> run) =>
        new(name, usage, summary, run) { Topic = CommandTopic.Order };

    private static async Task JudgeAsync(IChat chat, string usage, string action, bool takesTime, string argument)
    {
        if (Judgement.TryRead(argument, takesTime, out var judgement, out var wrong))
        {
            var (scope, typed, seconds, reason) = judgement;
            if (action == Invite && reason is not null)
            {
                if (scope.Length > 0)
                {
                    await chat.Misused(usage);
                    return;
                }

                // There is nothing to give reasons for: it is the room, without its #.
                (scope, reason) = (reason, null);
            }

            var everywhere = scope == Judgement.Server;
            if (NickOf(chat, typed) is { } nick && (everywhere || RoomOf(chat, scope) is not null))
            {
                await ModerateAsync(chat, everywhere ? null : RoomOf(chat, scope), action, nick, seconds, reason);
            }
        }
        else if (wrong.IsEmpty)
        {
            await chat.Misused(usage);
        }
        else
        {
            chat.Show(ChatLine.Of(LineKind.Error, wrong));
        }
    }

    private static Task ChangeAsync(IChat chat, string action, string argument) =>
        RoomOf(chat, argument) is { } room ? ModerateAsync(chat, room, action, null, null, null) : Task.CompletedTask;

    private static string? NickOf(IChat chat, string typed)
    {
        if (Nick.TryParse(typed.TrimStart('@'), out var nick))
        {
            return nick.Text;
        }

        chat.Show(ChatLine.Error($"{typed} is no nick."));
        return null;
    }

    /// <summary>The room that is named, or the one looked at; a conversation has nobody to keep order.</summary>
    private static string? RoomOf(IChat chat, string named)
    {
        var room = chat.RoomOf(named);
        if (room is null || !room.StartsWith('@'))
        {
            return room;
        }

        chat.Show(ChatLine.Error($"{room} is a conversation between two: /block {room[1..]} keeps messages away, a #ROOM can be named first."));
        return null;
    }

    private static async Task ModerateAsync(IChat chat, string? room, string action, string? nick, int? seconds, string? reason)
    {
        if (reason is not null && (Encoding.UTF8.GetByteCount(reason) > Limits.MaxReason || !UnicodeText.IsPlainText(reason)))
        {
            chat.Show(ChatLine.Error($"That reason is too long or has control characters: {Limits.MaxReason} bytes are allowed."));
            return;
        }

        var where = room ?? "The whole server";
        switch (await chat.Link.AskAsync(id => new ModerateFrame(id, room, action, nick, seconds, reason)))
        {
            // Everybody in a room is told what happened there, and whoever did it wherever he looks; only what no room tells him is told here.
            case DoneFrame when room is null || chat.State.Find(room) is null || action == Invite:
                var done = ModerationWords.Of(action, nick ?? "", seconds ?? 0, reason);
                chat.Show(ChatLine.Status($"{where}: you {done ?? default}"));
                break;
            case ErrorFrame { Code: ErrorCodes.NoSuchNick } when action is "unban" or "unmute":
                var been = DisplayText.Literal(action == "unban" ? "banned" : "muted");
                chat.Show(ChatLine.Error($"{where}: {nick} is not {been}, so nothing has changed"));
                break;
            case ErrorFrame error:
                chat.Refuse(error, nick ?? room ?? Judgement.Server);
                break;
            default:
                break;
        }
    }
}
