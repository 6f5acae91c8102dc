using System.Globalization;
using Chat.Client.State;

namespace Chat.Client.Commands;

/// <summary>
/// Which message of a room a command is about: <c>^2</c> is the second from the end, <c>@bob</c> the last one of bob, and without
/// either it is the last one.
/// </summary>
/// <param name="Seq">Its place in the room's log.</param>
/// <param name="Message">What is known of it.</param>
/// <param name="Remainder">What was typed behind it.</param>
internal sealed record MessageChoice(long Seq, SeenMessage Message, string Remainder)
{
    /// <summary>Finds the message that was typed; null and an error when there is none.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="room">The room.</param>
    /// <param name="argument">What was typed.</param>
    /// <param name="ours">Ours only: true; those of others only: false; null: any.</param>
    public static MessageChoice? Find(IChat chat, RoomView room, string argument, bool? ours)
    {
        var (first, rest) = Replies.Split(argument);
        var count = 1;
        var by = "";
        if (first.StartsWith('^') && int.TryParse(first[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            count = number;
            ours = ours == true ? true : null;
        }
        else if (first.Length > 1 && first.StartsWith('@') && ours != true && IsSpeaker(room, first[1..]))
        {
            by = first[1..];
            ours = null;
        }
        else
        {
            rest = argument;
        }

        foreach (var (seq, message) in room.Recent.Reverse())
        {
            var fits = ours is not { } wanted || wanted == (message.Nick == chat.State.Nick);
            if (fits && (by.Length == 0 || ChatState.AreSame(by, message.Nick)) && --count == 0)
            {
                return new MessageChoice(seq, message, rest);
            }
        }

        chat.Show(ours == true
            ? ChatLine.Error($"You have said nothing like that in {room.Name} that is known here.")
            : ChatLine.Error($"There is no such message in {room.Name} that is known here."));
        return null;
    }

    private static bool IsSpeaker(RoomView room, string nick) => room.Recent.Values.Any(message => ChatState.AreSame(nick, message.Nick));
}
