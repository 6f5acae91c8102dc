using System.Globalization;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>Entering and leaving rooms, and what there is to know of them.</summary>
internal static class RoomCommands
{
    private const int MaxPages = 20;

    public static IReadOnlyList<Command> All { get; } =
    [
        new("join", "#ROOM", "enter a room, or make it", JoinAsync)
        {
            Topic = CommandTopic.Rooms,
            Aliases = ["j"],
            Examples = [("/join #cooking", "enters #cooking; what you type goes there from now on")],
        },
        new("part", "[#ROOM]", "leave a room", PartAsync)
        {
            Topic = CommandTopic.Rooms,
            Aliases = ["leave"],
            Examples = [("/part", "leaves the room you are looking at"), ("/part #cooking", "leaves #cooking")],
        },
        new("names", "[#ROOM]", "who is in a room", NamesAsync)
        {
            Topic = CommandTopic.Rooms,
            Examples = [("/names", "the members of this room, in one line")],
        },
        new("who", "[#ROOM]", "who is in a room, one on a line", WhoAsync)
        {
            Topic = CommandTopic.Rooms,
            Examples = [("/who #cooking", "the members of #cooking, with who is away")],
        },
        new("list", "[PATTERN]", "which rooms there are", ListAsync)
        {
            Topic = CommandTopic.Rooms,
            Examples = [("/list", "all public rooms"), ("/list #co*", "those whose name begins with co")],
        },
        new("rooms", "", "your rooms, and what is unread", RoomsAsync)
        {
            Topic = CommandTopic.Rooms,
            Aliases = ["unread"],
            Examples = [("/rooms", "numbers them: Alt+1 goes to the first, Alt+A to the next with something unread")],
        },
        new("topic", "[TEXT]", "show or set the topic of this room", TopicAsync)
        {
            Topic = CommandTopic.Rooms,
            Aliases = ["t"],
            Examples = [("/topic", "shows it"), ("/topic Soup on Friday", "sets it"), ("/topic -delete", "clears it")],
        },
    ];

    private static async Task JoinAsync(IChat chat, string argument)
    {
        if (argument.Length == 0)
        {
            await chat.Misused("/join #ROOM");
            return;
        }

        var room = chat.State.Resolve(Replies.AsRoom(argument));
        if (!room.StartsWith('@') && !RoomName.TryParse(room, out _))
        {
            chat.Show(ChatLine.Error($"{room} is no name of a room: after the # come letters, digits, and - _ . only."));
            return;
        }

        // At once, so that what is typed next goes there; a refusal looks back at where one was.
        var isUntold = room.StartsWith('@') && chat.State.Find(room) is null;
        chat.Select(room);
        chat.TellThatItWaits(room);
        switch (await chat.Link.JoinAsync(room))
        {
            case JoinedFrame joined:
                chat.Select(joined.Room, insteadOf: room);
                break;
            case ErrorFrame error when isUntold:
                chat.Refuse(error, room);
                break;
            default:
                break;
        }
    }

    private static Task PartAsync(IChat chat, string argument)
    {
        if (chat.RoomOf(argument) is { } room)
        {
            if (chat.State.Find(room) is null)
            {
                chat.Show(ChatLine.Error($"You are not in {room}."));
            }
            else
            {
                chat.Unselect(room);
                chat.Link.Leave(room);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task NamesAsync(IChat chat, string argument)
    {
        if (await MembersAsync(chat, argument) is var (room, members, more))
        {
            var names = DisplayText.Join(", ", members.Select(static member => member.Status == UserStatus.Away
                ? DisplayText.Format($"{member.Nick} (away)")
                : DisplayText.Of(member.Nick)));
            chat.Show(ChatLine.Answer($"{room}, {Counted.Of(members.Count, "member")}: {names}{more}"));
        }
    }

    private static async Task WhoAsync(IChat chat, string argument)
    {
        if (await MembersAsync(chat, argument) is var (room, members, more))
        {
            chat.Show(ChatLine.Of(
                LineKind.Answer,
                [DisplayText.Format($"{room}, {Counted.Of(members.Count, "member")}:"), .. members.Select(Line), .. more.IsEmpty ? [] : new[] { more }]));
        }

        static DisplayText Line(MemberListing member)
        {
            var status = member.Status switch
            {
                UserStatus.Away => DisplayText.Literal(", away"),
                UserStatus.Offline => DisplayText.Literal(", offline"),
                _ => default,
            };
            var role = member.Role switch
            {
                RoomRole.Moderator => DisplayText.Literal(", moderator"),
                RoomRole.Owner => DisplayText.Literal(", owner"),
                _ => default,
            };
            return DisplayText.Format($"  {member.Nick}{role}{status}");
        }
    }

    private static async Task<(string Room, List<MemberListing> Members, DisplayText More)?> MembersAsync(IChat chat, string argument)
    {
        if (chat.RoomOf(argument) is not { } room)
        {
            return null;
        }

        var members = new List<MemberListing>();
        string? after = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var from = after;
            switch (await chat.Link.AskAsync(id => new MembersFrame(id, room, from)))
            {
                case MemberListFrame list:
                    members.AddRange(list.Members);
                    if (!list.More || list.Members.Count == 0)
                    {
                        return (list.Room, members, default);
                    }

                    after = list.Members[^1].Nick;
                    break;
                case ErrorFrame error:
                    chat.Refuse(error, room);
                    return null;
                default:
                    return null;
            }
        }

        return (room, members, DisplayText.Literal(" and more"));
    }

    private static async Task ListAsync(IChat chat, string argument)
    {
        var pattern = argument.Length == 0 ? null : argument.StartsWith('#') || argument.StartsWith('*') ? argument : $"#{argument}";
        var count = 0;
        string? after = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var from = after;
            switch (await chat.Link.AskAsync(id => new RoomsFrame(id, pattern, from)))
            {
                case RoomListFrame list:
                    foreach (var room in list.Rooms)
                    {
                        var topic = string.IsNullOrEmpty(room.Topic) ? default : DisplayText.Format($"  {room.Topic}");
                        chat.Show(ChatLine.Answer($"{room.Room}  {Counted.Of(room.Members, "member")}{topic}"));
                    }

                    count += list.Rooms.Count;
                    if (!list.More || list.Rooms.Count == 0)
                    {
                        if (count == 0)
                        {
                            chat.Show(ChatLine.Answer($"There are no such rooms. /join #NAME makes one."));
                        }

                        return;
                    }

                    after = list.Rooms[^1].Room;
                    break;
                case ErrorFrame error:
                    chat.Refuse(error, "The list of rooms");
                    return;
                default:
                    return;
            }
        }
    }

    private static Task RoomsAsync(IChat chat, string argument)
    {
        var rooms = RoomOrder.Of(chat.State);
        for (var i = 0; i < rooms.Count; i++)
        {
            var room = chat.State.Rooms[rooms[i]];
            var name = DisplayText.Of(room.Name);
            var state = room.Name == chat.State.Current ? DisplayText.Literal("you are here")
                : room.Unread == 0 ? DisplayText.Literal("all read")
                : room.Mentions == 0 ? DisplayText.Format($"{room.Unread} unread")
                : DisplayText.Format($"{room.Unread} unread, {room.Mentions} for you");
            chat.Show(ChatLine.Answer($"{DisplayText.Literal((i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(2))} {name}: {state}"));
        }

        if (rooms.Count == 0 && !chat.State.IsOnline && chat.Link.CopiedRooms.Any())
        {
            var copied = DisplayText.Join(" ", chat.Link.CopiedRooms.Select(static room => DisplayText.Of(room)));
            chat.Show(ChatLine.Answer($"Offline: there is a copy of {copied}. /history 20 ROOM shows the latest of one."));
        }
        else if (rooms.Count == 0)
        {
            chat.Show(ChatLine.Answer($"You are in no room. /join #NAME enters one, /list shows which there are."));
        }

        return Task.CompletedTask;
    }

    private static Task TopicAsync(IChat chat, string argument)
    {
        if (chat.RoomOf("") is not { } room)
        {
            return Task.CompletedTask;
        }

        if (argument.Length == 0)
        {
            chat.Show(chat.State.Find(room) is { Topic: { Length: > 0 } topic }
                ? ChatLine.Answer($"The topic of {room}: {topic}")
                : ChatLine.Answer($"{room} has no topic. /topic TEXT sets one."));
        }
        else if (argument == "-delete")
        {
            chat.Send(room, EventKind.Topic, "");
        }
        else if (System.Text.Encoding.UTF8.GetByteCount(argument) > Limits.MaxTopic)
        {
            chat.Show(ChatLine.Error($"That is too long for a topic: {Limits.MaxTopic} bytes are allowed."));
        }
        else
        {
            chat.Say(room, EventKind.Topic, argument);
        }

        return Task.CompletedTask;
    }
}
