using System.Globalization;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>Saying things, and what was said.</summary>
internal static class MessageCommands
{
    private const int DefaultHistory = 20;
    private const string HistoryUse = "/history takes how many messages, and of whom or where: /history 50, /history bob, /history 50 #cooking";

    public static IReadOnlyList<Command> All { get; } =
    [
        new("msg", "NICK TEXT", "say something to one person", MessageAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/msg bob Coming?", "only bob reads it"), ("/msg #cooking Soup!", "says it in a room you are not looking at")],
        },
        new("query", "NICK [TEXT]", "talk with one person from now on", QueryAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/query bob", "what you type goes to bob until you /join a room again")],
        },
        new("me", "ACTION", "do something", ActAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/me waves", "shows as: * alice waves")],
        },
        new("history", "[COUNT] [#ROOM]", "what was said before", HistoryAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/history", "the last 20 messages"), ("/history 100", "the last 100"), ("/history 50 bob", "the last 50 with bob")],
        },
    ];

    private static Task MessageAsync(IChat chat, string argument)
    {
        var (to, text) = Replies.Split(argument);
        if (text.Length == 0)
        {
            return chat.Misused("/msg NICK TEXT");
        }

        if (TargetOf(chat, to) is { } room)
        {
            chat.Say(room, EventKind.Text, text);
        }

        return Task.CompletedTask;
    }

    private static async Task QueryAsync(IChat chat, string argument)
    {
        var (to, text) = Replies.Split(argument);
        if (to.Length == 0)
        {
            await chat.Misused("/query NICK [TEXT]");
            return;
        }

        if (chat.ConversationWith(to) is not { } room)
        {
            return;
        }

        chat.Select(room);
        if (text.Length > 0)
        {
            chat.Say(room, EventKind.Text, text);
        }

        chat.TellThatItWaits(room);
        switch (await chat.Link.JoinAsync(room))
        {
            case JoinedFrame joined:
                chat.Select(joined.Room, insteadOf: room);
                break;
            case ErrorFrame error when text.Length == 0:
                chat.Refuse(error, room);
                break;
            default:
                break;
        }
    }

    private static Task ActAsync(IChat chat, string argument)
    {
        if (argument.Length == 0)
        {
            return chat.Misused("/me ACTION");
        }

        if (chat.RoomOf("") is { } room)
        {
            chat.Say(room, EventKind.Action, argument);
        }

        return Task.CompletedTask;
    }

    private static async Task HistoryAsync(IChat chat, string argument)
    {
        var (first, rest) = Replies.Split(argument);
        var count = DefaultHistory;
        var named = argument;
        if (first.Length > 0 && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            named = rest;
        }
        else
        {
            count = DefaultHistory;
        }

        if (count is < 1 or > Limits.MaxPage)
        {
            chat.Show(ChatLine.Error($"/history shows 1 to {Limits.MaxPage} messages."));
            return;
        }

        if (!named.StartsWith('#') && named.Length > 0 && !Nick.TryParse(named.TrimStart('@'), out _))
        {
            chat.Show(ChatLine.Error($"{named} is no number, nick or #room. {DisplayText.Literal(HistoryUse)}"));
            return;
        }

        var room = named.Length == 0 ? chat.RoomOf("") : TargetOf(chat, named);
        if (room is null)
        {
            return;
        }

        var answer = await chat.Link.HistoryAsync(room, count);
        if (answer.IsWholeOffline is { } isWhole)
        {
            chat.Show(ChatLine.Status($"Offline: from the copy kept here{(isWhole ? "" : ", which has no older ones")}"));
        }

        switch (answer.Frame)
        {
            case PageFrame { Events.Count: 0 }:
                chat.Show(ChatLine.Answer($"Nothing has been said in {room} yet."));
                break;
            case PageFrame page:
                foreach (var line in chat.Reducer.Lines(chat.State, page))
                {
                    chat.Show(line);
                }

                break;
            case ErrorFrame { Code: ErrorCodes.NoSuchNick }:
                chat.Show(ChatLine.Error($"There is nobody called {room[1..]}. {DisplayText.Literal(HistoryUse)}"));
                break;
            case ErrorFrame error:
                chat.Refuse(error, room);
                break;
            default:
                break;
        }
    }

    private static string? TargetOf(IChat chat, string typed) =>
        typed.StartsWith('#') ? chat.State.Resolve(typed) : chat.ConversationWith(typed);
}
