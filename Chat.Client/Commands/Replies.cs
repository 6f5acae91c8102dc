using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>What all commands say alike.</summary>
internal static class Replies
{
    public static void Refuse(this IChat chat, ErrorFrame error, string about)
    {
        var words = error.Code switch
        {
            ErrorCodes.NoSuchNick => "there is nobody of that nick",
            ErrorCodes.NoSuchRoom => "there is no such room",
            ErrorCodes.NotMember when error.Field != "nick" => "you are not in that room",
            ErrorCodes.NickInUse => "that nick is in use",
            ErrorCodes.UnknownKind => "this server cannot do that",
            ErrorCodes.Forbidden when error.Message.Length == 0 => "you may not do that",
            _ when error.Message.Length > 0 => ServerTimes.Local(error.Message, chat.Time.LocalTimeZone),
            _ => error.Code,
        };
        chat.Show(words.StartsWith($"{about} ", StringComparison.Ordinal) ? ChatLine.Error($"{words}") : ChatLine.Error($"{about}: {words}"));
    }

    /// <summary>Without a connection, says that a room is entered later.</summary>
    public static void TellThatItWaits(this IChat chat, string room)
    {
        if (!chat.State.IsOnline && chat.State.Find(room) is null)
        {
            chat.Show(room.StartsWith('@')
                ? ChatLine.Status($"The conversation with {room[1..]} is opened when the connection is back; what you type is kept until then")
                : ChatLine.Status($"{room} is joined when the connection is back; what you type is kept until then"));
        }
    }

    public static Task Misused(this IChat chat, string usage)
    {
        chat.Show(ChatLine.Error($"Use it so: {usage}"));
        return Task.CompletedTask;
    }

    /// <summary>The room that a command is about: the one named, or the one looked at.</summary>
    public static string? RoomOf(this IChat chat, string argument)
    {
        if (argument.Length > 0)
        {
            return chat.State.Resolve(AsRoom(argument));
        }

        if (chat.State.Current is { } current)
        {
            return current;
        }

        chat.Show(ChatLine.Error($"You are in no room. /join #NAME enters one, /list shows which there are."));
        return null;
    }

    /// <summary>A room's name as a person may leave out its #; a conversation keeps its @.</summary>
    public static string AsRoom(string typed) => typed.StartsWith('#') || typed.StartsWith('@') ? typed : $"#{typed}";

    /// <summary>The conversation with a nick that was typed with or without its @; null and an error when it cannot be one.</summary>
    public static string? ConversationWith(this IChat chat, string typed)
    {
        var nick = typed.StartsWith('@') ? typed[1..] : typed;
        if (Nick.TryParse(nick, out _))
        {
            return chat.State.Resolve($"@{nick}");
        }

        chat.Show(ChatLine.Error($"{nick} is no nick."));
        return null;
    }

    /// <summary>Posts a text, or says what is wrong with it.</summary>
    public static void Say(this IChat chat, string room, EventKind kind, string text, long? reference = null)
    {
        if (TypedLine.WhatIsWrongWith(text) is { } wrong)
        {
            chat.Show(ChatLine.Error($"{wrong}"));
            return;
        }

        chat.Send(room, kind, text, reference);
    }

    /// <summary>The first word, and what follows it.</summary>
    public static (string First, string Remainder) Split(string argument)
    {
        var end = argument.AsSpan().IndexOfAny(' ', '\t', '\n');
        return end < 0 ? (argument, "") : (argument[..end], argument[end..].TrimStart());
    }
}
