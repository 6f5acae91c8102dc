using Chat.Client.State;
using Chat.Protocol;

namespace Chat.Client.Commands;

/// <summary>What refers to a message: replies, edits, deletions, reactions.</summary>
internal static class ReferenceCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("reply", "[^N|@NICK] TEXT", "answer a message", ReplyAsync)
        {
            Topic = CommandTopic.Messages,
            Examples =
            [
                ("/reply Yes!", "to the last message of somebody else"),
                ("/reply @bob Yes!", "to the last one of bob"),
                ("/reply ^3 Yes!", "to the third from the end"),
            ],
        },
        new("edit", "[^N] TEXT", "say something differently", EditAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/edit Soup at one", "your last message reads so from now on"), ("/edit ^2 Soup", "the one before it")],
        },
        new("delete", "[^N|@NICK]", "take a message back", DeleteAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/delete", "your last message"), ("/delete ^2", "the one of yours before it"), ("/delete @bob", "a moderator: the last one of bob")],
        },
        new("react", "[^N|@NICK] EMOJI", "answer with an emoji", ReactAsync)
        {
            Topic = CommandTopic.Messages,
            Examples =
            [
                ("/react \U0001F44D", "to the last message of somebody else"),
                ("/react @bob :+1:", "to the last one of bob"),
                ("/react -\U0001F44D", "takes it back"),
            ],
        },
    ];

    private static async Task ReplyAsync(IChat chat, string argument)
    {
        if (argument.Length == 0)
        {
            await chat.Misused("/reply [^N|@NICK] TEXT");
            return;
        }

        if (RoomOf(chat) is { } room && await MessageChoice.FindAsync(chat, room, argument, ours: false) is { } choice)
        {
            // Without a text behind it, what looks like a choice was the text.
            chat.Say(room.Name, EventKind.Text, choice.Remainder.Length > 0 ? choice.Remainder : argument, choice.Seq);
        }
    }

    private static async Task EditAsync(IChat chat, string argument)
    {
        if (argument.Length == 0)
        {
            await chat.Misused("/edit [^N] TEXT");
            return;
        }

        if (RoomOf(chat) is { } room && await MessageChoice.FindAsync(chat, room, argument, ours: true) is { } choice)
        {
            if (choice.Remainder.Length == 0)
            {
                await chat.Misused("/edit [^N] TEXT");
                return;
            }

            chat.Say(room.Name, EventKind.Edit, choice.Remainder, choice.Seq);
        }
    }

    private static async Task DeleteAsync(IChat chat, string argument)
    {
        // A bare word is no choice: it must not cost a message.
        if (argument.Length > 0 && argument[0] is not ('^' or '@'))
        {
            await chat.Misused("/delete [^N|@NICK]");
            return;
        }

        if (RoomOf(chat) is { } room && await MessageChoice.FindAsync(chat, room, argument, ours: !argument.StartsWith('@'), "deleted") is { } choice)
        {
            if (choice.Remainder.Length > 0)
            {
                await chat.Misused("/delete [^N|@NICK]");
                return;
            }

            chat.Send(room.Name, EventKind.Delete, "", choice.Seq);
        }
    }

    private static async Task ReactAsync(IChat chat, string argument)
    {
        if (RoomOf(chat) is not { } room)
        {
            return;
        }

        if (argument.Length == 0)
        {
            await chat.Misused("/react [^N|@NICK] EMOJI");
            return;
        }

        if (await MessageChoice.FindAsync(chat, room, argument, ours: false) is { } choice)
        {
            var withdrawn = choice.Remainder.StartsWith('-') && choice.Remainder.Length > 1;
            var emoji = EmojiTable.Expand(withdrawn ? choice.Remainder[1..] : choice.Remainder);
            if (emoji.Length == 0 || emoji.Any(char.IsWhiteSpace))
            {
                await chat.Misused("/react [^N|@NICK] EMOJI");
                return;
            }

            chat.Say(room.Name, withdrawn ? EventKind.ReactionWithdrawn : EventKind.Reaction, emoji, choice.Seq);
        }
    }

    /// <summary>The room looked at, when anything of it is known.</summary>
    private static RoomView? RoomOf(IChat chat)
    {
        if (chat.RoomOf("") is not { } name)
        {
            return null;
        }

        return chat.State.Find(name) ?? new RoomView(name);
    }
}
