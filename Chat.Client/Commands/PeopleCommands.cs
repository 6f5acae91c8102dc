using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>Oneself and others.</summary>
internal static class PeopleCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("nick", "[NAME]", "show or change your nick", NickAsync)
        {
            Topic = CommandTopic.People,
            Examples = [("/nick alicia", "you are alicia from now on")],
        },
        new("away", "[TEXT]", "tell others that you are not looking", AwayAsync)
        {
            Topic = CommandTopic.People,
            Examples = [("/away lunch", "others see that you are away: lunch")],
        },
        new("back", "", "be here again", BackAsync)
        {
            Topic = CommandTopic.People,
            Examples = [("/back", "others see that you look again")],
        },
        new("whois", "NICK", "who somebody is", WhoisAsync)
        {
            Topic = CommandTopic.People,
            Examples = [("/whois bob", "whether bob is here, away, or when he was")],
        },
    ];

    private static async Task NickAsync(IChat chat, string argument)
    {
        if (argument.Length == 0)
        {
            chat.Show(ChatLine.Answer($"You are {chat.State.Nick}. /nick NAME changes it."));
        }
        else if (!Nick.TryParse(argument, out _))
        {
            chat.Show(ChatLine.Error(
                $"{argument} is no nick: letters, digits, - and _ only, a letter or a digit first, {Limits.MaxNick} at most."));
        }
        else if (await chat.Link.AskAsync(id => new NickFrame(id, argument)) is ErrorFrame error)
        {
            chat.Refuse(error, argument);
        }
    }

    private static async Task AwayAsync(IChat chat, string argument)
    {
        var text = argument.Length == 0 ? "away" : argument;
        if (System.Text.Encoding.UTF8.GetByteCount(text) > Limits.MaxAway)
        {
            chat.Show(ChatLine.Error($"That is too long: {Limits.MaxAway} bytes are allowed."));
            return;
        }

        switch (await chat.Link.SetAwayAsync(text))
        {
            case DoneFrame:
                chat.Show(ChatLine.Status($"You are away: {text}. /back ends it."));
                break;
            case ErrorFrame error:
                chat.Refuse(error, "/away");
                break;
            default:
                break;
        }
    }

    private static async Task BackAsync(IChat chat, string argument)
    {
        switch (await chat.Link.SetAwayAsync(null))
        {
            case DoneFrame:
                chat.Show(ChatLine.Status($"You are here again."));
                break;
            case ErrorFrame error:
                chat.Refuse(error, "/back");
                break;
            default:
                break;
        }
    }

    private static async Task WhoisAsync(IChat chat, string argument)
    {
        var nick = argument.TrimStart('@');
        if (nick.Length == 0)
        {
            await chat.Misused("/whois NICK");
            return;
        }

        switch (await chat.Link.AskAsync(id => new WhoisFrame(id, nick)))
        {
            case UserFrame user:
                chat.Show(Describe(chat, user));
                break;
            case ErrorFrame error:
                chat.Refuse(error, nick);
                break;
            default:
                break;
        }
    }

    private static ChatLine Describe(IChat chat, UserFrame user)
    {
        var status = user.Status switch
        {
            UserStatus.Online => DisplayText.Literal("here"),
            UserStatus.Away when !string.IsNullOrEmpty(user.Text) => DisplayText.Format($"away: {user.Text}"),
            UserStatus.Away => DisplayText.Literal("away"),
            _ => DisplayText.Literal("offline"),
        };
        var since = user.OnlineSince is { } online ? DisplayText.Format($", online since {Local(chat, online):yyyy-MM-dd HH:mm}") : default;
        var seen = user is { Status: UserStatus.Offline, SeenAt: { } at } ? DisplayText.Format($", last seen {Local(chat, at):yyyy-MM-dd HH:mm}") : default;
        var kind = DisplayText.Literal(user.Registered ? "registered" : "a guest");
        return ChatLine.Answer($"{user.Nick} is {status} ({kind}{since}{seen})");
    }

    private static DateTimeOffset Local(IChat chat, long unixMilliseconds) => new EventLines(chat.Time.LocalTimeZone).Local(unixMilliseconds);
}
