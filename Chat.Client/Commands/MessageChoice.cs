using System.Globalization;
using Chat.Client.State;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

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
    /// <summary>Whom the server is asked about at most, when it is not known who somebody was before.</summary>
    private const int MaxAsked = 8;

    /// <summary>Finds the message that was typed; null and an error when there is none.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="room">The room.</param>
    /// <param name="argument">What was typed.</param>
    /// <param name="ours">Ours only: true; those of others only: false; null: any.</param>
    /// <param name="done">What is to be done with it.</param>
    public static async Task<MessageChoice?> FindAsync(IChat chat, RoomView room, string argument, bool? ours, string done = "answered")
    {
        var (first, rest) = Replies.Split(argument);
        var count = 1;
        if (first.StartsWith('^') && int.TryParse(first[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            count = number;
            ours = ours == true ? true : null;
        }
        else if (ours != true && first.StartsWith('@') && Nick.TryParse(first[1..], out var by))
        {
            if (await LastOfAsync(chat, room, by.Text) is { } said)
            {
                return new MessageChoice(said, room.Recent[said], rest);
            }

            chat.Show(ChatLine.Error($"{by.Text} has said nothing here that can be {done}."));
            return null;
        }
        else
        {
            rest = argument;
        }

        foreach (var (seq, message) in room.Recent.Reverse())
        {
            if ((ours is not { } wanted || wanted == (message.Nick == chat.State.Nick)) && --count == 0)
            {
                return new MessageChoice(seq, message, rest);
            }
        }

        chat.Show(ours == true
            ? ChatLine.Error($"You have said nothing like that in {room.Name} that is known here.")
            : ChatLine.Error($"There is no such message in {room.Name} that is known here."));
        return null;
    }

    /// <summary>The last message of somebody, whatever he was called then; of those who are not known by now the server is asked.</summary>
    private static async Task<long?> LastOfAsync(IChat chat, RoomView room, string nick)
    {
        var state = chat.State;
        var current = state.CurrentNick(state.Renames.Keys.FirstOrDefault(former => ChatState.AreSame(former, nick)) ?? nick);
        foreach (var (seq, message) in room.Recent.Reverse())
        {
            if (ChatState.AreSame(message.Nick, nick) || ChatState.AreSame(state.CurrentNick(message.Nick), current))
            {
                return seq;
            }
        }

        var gone = room.Recent.Reverse().Select(static message => message.Value.Nick).Distinct()
            .Where(former => former != state.Nick && !room.Members.ContainsKey(former)).Take(MaxAsked);
        foreach (var former in gone)
        {
            if (await chat.Link.AskAsync(id => new WhoisFrame(id, former)) is UserFrame user && ChatState.AreSame(user.Nick, nick))
            {
                return room.Recent.Last(message => message.Value.Nick == former).Key;
            }
        }

        return null;
    }
}
