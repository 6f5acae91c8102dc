using System.Text;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>What the moderators and the owner of a room do, and with <c>--server</c> what the server's operators do everywhere.</summary>
internal static class ModerationCommands
{
    private const string Server = "--server";

    public static IReadOnlyList<Command> All { get; } =
    [
        Make("kick", "NICK [REASON]", "remove somebody from this room", "kick") with
        {
            Examples =
            [
                ("/kick bob", "bob is out, and may come back"),
                ("/kick #dev bob noise", "out of another room, and why"),
                ("/kick --server bob", "an operator: off the whole server"),
            ],
        },
        Make("ban", "NICK [TIME] [REASON]", "remove somebody and keep him out", "ban", takesTime: true) with
        {
            Examples =
            [
                ("/ban bob 2h noise", "for two hours; s, m, h, d and w are units of time"),
                ("/ban bob", "until /unban bob"),
                ("/ban --server bob 7d spam", "an operator: off the whole server"),
            ],
        },
        Make("unban", "NICK", "let somebody in again", "unban") with { Examples = [("/unban bob", "bob may come back")] },
        Make("mute", "NICK [TIME] [REASON]", "let somebody read only", "mute", takesTime: true) with
        {
            Examples = [("/mute bob 10m calm down", "bob says nothing here for ten minutes")],
        },
        Make("unmute", "NICK", "let somebody speak again", "unmute") with { Examples = [("/unmute bob", "before the time is over")] },
        Make("op", "NICK", "make somebody a moderator", "moderator") with { Examples = [("/op bob", "bob can kick, ban, mute and invite")] },
        Make("deop", "NICK", "make a moderator an ordinary member", "member") with { Examples = [("/deop bob", "takes that back")] },
        Make("owner", "NICK", "give this room to somebody", "owner") with { Examples = [("/owner bob", "bob owns this room from now on")] },
        Make("invite", "NICK [#ROOM]", "let somebody into a private room", InviteAsync, CommandTopic.Rooms) with
        {
            Examples = [("/invite bob", "bob may enter this room"), ("/invite bob #dev", "another one")],
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

    private static Command Make(string name, string usage, string summary, string action, bool takesTime = false) =>
        Make(name, usage, summary, (chat, argument) => JudgeAsync(chat, $"/{name} {usage}", action, takesTime, argument));

    private static Command Make(
        string name, string usage, string summary, Func<IChat, string, Task> run, CommandTopic topic = CommandTopic.Order) =>
        new(name, usage, summary, run) { Topic = topic };

    private static async Task JudgeAsync(IChat chat, string usage, string action, bool takesTime, string argument)
    {
        var (first, rest) = Replies.Split(argument);
        var everywhere = first == Server;
        var named = first.StartsWith('#') ? first : "";
        if (everywhere || named.Length > 0)
        {
            (first, rest) = Replies.Split(rest);
        }

        if (first.Length == 0)
        {
            await chat.Misused(usage);
            return;
        }

        int? seconds = null;
        var (second, behind) = Replies.Split(rest);
        if (takesTime && Duration.TryParse(second, out var time))
        {
            (seconds, rest) = (time, behind);
        }

        if (NickOf(chat, first) is { } nick && (everywhere || RoomOf(chat, named) is not null))
        {
            await ModerateAsync(chat, everywhere ? null : RoomOf(chat, named), action, nick, seconds, rest.Length > 0 ? rest : null);
        }
    }

    private static async Task InviteAsync(IChat chat, string argument)
    {
        var (first, room) = Replies.Split(argument);
        if (first.Length == 0)
        {
            await chat.Misused("/invite NICK [#ROOM]");
        }
        else if (NickOf(chat, first) is { } nick && RoomOf(chat, room) is { } named)
        {
            await ModerateAsync(chat, named, "invite", nick, null, null);
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

        switch (await chat.Link.AskAsync(id => new ModerateFrame(id, room, action, nick, seconds, reason)))
        {
            // Everybody in a room is told what happened there; only what one does not see there is told here.
            case DoneFrame when room is null || room != chat.State.Current || action == "invite":
                var done = ModerationWords.Of(action, nick ?? "", seconds ?? 0, reason);
                chat.Show(ChatLine.Status($"{room ?? "The whole server"}: you {done ?? default}"));
                break;
            case ErrorFrame error:
                chat.Refuse(error, nick ?? room ?? Server);
                break;
            default:
                break;
        }
    }
}
