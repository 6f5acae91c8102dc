using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>Type, Away, Whois, Nick and Block.</summary>
internal static class UserRequests
{
    public static Command? Type(TypeFrame frame, Requester from)
    {
        // Typing has no id and gets no answer, so there is nobody to tell that the room is none.
        var room = from.ParseUsualRoom(frame.Room, out _);
        return room is null ? null : new TypeCommand(from.Subscriber, room, frame.On);
    }

    public static Command Away(AwayFrame frame, Requester from)
    {
        if (frame.Text is { } text)
        {
            if (Encoding.UTF8.GetByteCount(text) > Limits.MaxAway)
            {
                return from.Refuse(frame.Id, ErrorCodes.TextTooLong, $"The text is {Limits.MaxAway} bytes at the most.", "text");
            }

            if (!UnicodeText.IsPlainText(text))
            {
                return from.Refuse(frame.Id, ErrorCodes.BadText, "The text has control characters.", "text");
            }
        }

        return new AwayCommand(from.Subscriber, frame.Id, frame.Text);
    }

    public static Command Whois(WhoisFrame frame, Requester from) =>
        Protocol.Names.Nick.TryParse(frame.Nick, out var nick) ? new WhoisCommand(from.Subscriber, frame.Id, nick) : from.RefuseNick(frame.Id);

    public static Command Nick(NickFrame frame, Requester from) =>
        Protocol.Names.Nick.TryParse(frame.Nick, out var nick) ? new NickCommand(from.Subscriber, frame.Id, nick) : from.RefuseNick(frame.Id);

    public static Command Block(BlockFrame frame, Requester from) =>
        Protocol.Names.Nick.TryParse(frame.Nick, out var nick)
            ? new BlockCommand(from.Subscriber, frame.Id, nick, frame.On)
            : from.RefuseNick(frame.Id);
}
