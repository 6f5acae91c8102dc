using Chat.Client.State;
using Chat.Client.Store;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>Whom one does not want to hear: here only, or by the server.</summary>
internal static class IgnoreCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("ignore", "[NICK]", "do not show what somebody says", (chat, argument) => IgnoreAsync(chat, argument, true))
        {
            Topic = CommandTopic.People,
            Examples = [("/ignore bob", "nothing of bob is shown here; bob cannot tell"), ("/ignore", "whom you ignore")],
        },
        new("unignore", "NICK", "show it again", (chat, argument) => IgnoreAsync(chat, argument, false))
        {
            Topic = CommandTopic.People,
            Examples = [("/unignore bob", "from now on")],
        },
        new("block", "NICK", "take no messages from somebody", (chat, argument) => BlockAsync(chat, argument, true))
        {
            Topic = CommandTopic.People,
            Examples = [("/block bob", "the server keeps bob's direct messages and invitations away")],
        },
        new("unblock", "NICK", "take them again", (chat, argument) => BlockAsync(chat, argument, false))
        {
            Topic = CommandTopic.People,
            Examples = [("/unblock bob", "bob can write to you again")],
        },
    ];

    private static async Task IgnoreAsync(IChat chat, string argument, bool on)
    {
        var list = chat.State.Ignored;
        if (argument.Length == 0)
        {
            var names = DisplayText.Join(", ", list.Nicks.Select(static nick => DisplayText.Of(nick.Text)));
            chat.Show(list.Nicks.IsEmpty ? ChatLine.Answer($"You ignore nobody.") : ChatLine.Answer($"You ignore {names}"));
            return;
        }

        if (!Nick.TryParse(argument.TrimStart('@'), out var nick))
        {
            chat.Show(ChatLine.Error($"{argument} is no nick."));
            return;
        }

        if (on && IsOwn(chat, nick.Text))
        {
            chat.Show(ChatLine.Error($"{nick.Text} is you."));
            return;
        }

        if (list.Contains(nick.Text) == on)
        {
            chat.Show(on ? ChatLine.Answer($"You ignore {nick.Text} already.") : ChatLine.Answer($"You do not ignore {nick.Text}."));
            return;
        }

        if (on && list.Nicks.Length >= IgnoreList.MaxNicks)
        {
            chat.Show(ChatLine.Error($"You ignore {IgnoreList.MaxNicks} already; /unignore somebody first."));
            return;
        }

        chat.Ignore(nick, on);
        chat.Show(on
            ? ChatLine.Status($"Nothing of {nick.Text} is shown any more. /unignore {nick.Text} ends it.")
            : ChatLine.Status($"What {nick.Text} says is shown again."));
        try
        {
            await chat.KeepIgnoredAsync(nick, on);
        }
        catch (StoreException exception)
        {
            chat.Show(ChatLine.Error($"That holds until you quit only: {exception.Message}"));
        }
    }

    private static bool IsOwn(IChat chat, string nick) => ChatState.AreSame(nick, chat.State.Nick);

    private static async Task BlockAsync(IChat chat, string argument, bool on)
    {
        var nick = argument.TrimStart('@');
        if (nick.Length == 0)
        {
            await chat.Misused(on ? "/block NICK" : "/unblock NICK");
            return;
        }

        if (on && IsOwn(chat, nick))
        {
            chat.Show(ChatLine.Error($"{nick} is you."));
            return;
        }

        switch (await chat.Link.AskAsync(id => new BlockFrame(id, nick, on)))
        {
            case DoneFrame:
                chat.Show(on
                    ? ChatLine.Status($"{nick} can neither write to you nor invite you. What he says in rooms stays: /ignore {nick} hides it.")
                    : ChatLine.Status($"{nick} can write to you again."));
                break;
            case ErrorFrame error:
                chat.Refuse(error, nick);
                break;
            default:
                break;
        }
    }
}
