using System.Diagnostics.CodeAnalysis;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Joining and leaving rooms.</summary>
internal sealed partial class Sequencer
{
    private const long BeginningPeriod = 60 * 60 * 1000;

    private readonly Allowance<Party> _newRooms;
    private readonly Allowance<Party> _newConversations;

    private void Join(JoinCommand command, UserSession session, Group group)
    {
        var user = session.User;
        var exists = TryResolve(command.Room, user, out var room, out var partner);
        if (!exists && command.Room.Nick is { } nick && partner is null)
        {
            Refuse(command, group, ErrorCodes.NoSuchNick, $"Nobody here is called {nick.Text}.", "room");
            return;
        }

        // Before all that depends on what is in the room.
        if (room is ChatRoom entered && !MayEnter(command, entered, user, group))
        {
            return;
        }

        if (command.Log is { } log && room?.Log.Value != log)
        {
            Refuse(command, group, ErrorCodes.LogChanged, $"{command.Room.Text} is another conversation by now.", "log");
            return;
        }

        if (command.After > (room?.Head ?? 0))
        {
            Refuse(command, group, ErrorCodes.BadField, $"{command.Room.Text} has nothing after {room?.Head ?? 0} yet.", "after");
            return;
        }

        if (room is null || !room.Has(user))
        {
            var isNew = room is null;
            if ((partner is null ? MayNotJoinMore(user, isNew) : MayNotTalkToMore(user)) is { } reason)
            {
                Refuse(command, group, ErrorCodes.Forbidden, reason, "room");
                return;
            }

            if (isNew && WaitToBegin(user, partner, group) is { } wait)
            {
                RefuseToBegin(command, partner, wait, group);
                return;
            }
        }

        if (!IsShownTo(user, room) && !MayRecord(command, user, group))
        {
            return;
        }

        var isCreated = room is null;
        room ??= Create(command.Room, user, partner, group);
        if (room is ChatRoom chatRoom && !room.Has(user))
        {
            if (isCreated && user.IsRegistered)
            {
                EnsureStored(user, group);
                EnsureStored(chatRoom, group);
                SetRole(chatRoom, user.Id, RoomRole.Owner, user, group);
            }

            EndInvitation(chatRoom, user.Id, group);
            AddMember(chatRoom, user, group);
            if (user.IsStored)
            {
                EnsureStored(chatRoom, group);
                RecordOf(user, new MemberAdded(group.Now, chatRoom.Log, user.Id), group);
            }

            Announce(chatRoom, user, UserStatus.Online, session.Subscriber, group);
            TellOtherSessions(session, new MembershipFrame(chatRoom.Name.Text, room.Log.Value, true), group, room);
        }
        else if (room is DirectRoom direct)
        {
            UnhideFor(direct, user, group);
            if (direct.Head == 0 && partner is not null && partner != user)
            {
                Hide(direct, partner, group); // He has not been told anything yet.
            }
        }

        // What a session that is in already has coming from before goes before the answer: after it comes only what it asked for.
        group.Cut(room);
        group.Answer(command.From, new JoinedFrame(
            command.Id, room.NameFor(user), room.Topic, room.First, room.Head, room.MemberCount, room.Log.Value, room.RoleOf(user),
            room.Readings.MarkOf(user.Id), room.Readings.MentionsOf(user.Id).Count));
        group.Subscribe(command.From, room, user, command.After is { } after ? Math.Max(after, room.First - 1) : room.Head);
    }

    private void Leave(LeaveCommand command, UserSession session, Group group)
    {
        if (!TryFindOwn(command, command.Room, session.User, group, out var room))
        {
            return;
        }

        if (!MayRecord(command, session.User, group))
        {
            return;
        }

        if (room is DirectRoom direct)
        {
            Hide(direct, session.User, group);
            group.Subscribe(command.From, room, session.User, room.Head);
        }
        else
        {
            RecordOf(session.User, new MemberRemoved(group.Now, room.Log, session.User.Id), group);
            RemoveMember((ChatRoom)room, session.User, session.Subscriber, group);
            TellOtherSessions(session, new MembershipFrame(room.NameFor(session.User), room.Log.Value, false), group, room);
        }

        group.Answer(command.From, new DoneFrame(command.Id));
    }

    /// <summary>
    /// Finds what an address means to a user. For a direct conversation that does not exist yet the result is false and
    /// <paramref name="partner"/> is who it would be with, if he is here.
    /// </summary>
    private bool TryResolve(RoomAddress address, User user, [NotNullWhen(true)] out Room? room, out User? partner)
    {
        (room, partner) = (null, null);
        if (address.Room is { } name)
        {
            if (_rooms.TryFind(name.Key, out var chatRoom))
            {
                room = chatRoom;
            }

            return room is not null;
        }

        if (_users.TryFind(address.Nick!.Key, out partner))
        {
            if (_rooms.TryFindDirect(user, partner, out var direct))
            {
                room = direct;
            }
        }
        else
        {
            room = FindWithFormer(address.Nick, user);
        }

        return room is not null;
    }

    /// <summary>Somebody who has gone keeps his name in the conversations he had.</summary>
    private DirectRoom? FindWithFormer(Nick nick, User user) => _rooms.DirectsOf(user).FirstOrDefault(direct => direct.PartnerOf(user).Nick.Matches(nick));

    /// <summary>Finds a room the asker belongs to, or answers why not.</summary>
    private bool TryFindOwn(Command command, RoomAddress address, User user, Group group, [NotNullWhen(true)] out Room? room)
    {
        // A private room is to strangers as if it were not there.
        if (!TryResolve(address, user, out room, out _) || (room is ChatRoom { IsPrivate: true } && !room.Has(user)))
        {
            if (address.Nick is { } nick)
            {
                Refuse(command, group, ErrorCodes.NoSuchNick, $"There is no conversation with {nick.Text}.", "room");
            }
            else
            {
                Refuse(command, group, ErrorCodes.NoSuchRoom, $"There is no room {address.Text}.", "room");
            }

            return false;
        }

        if (!room.Has(user))
        {
            Refuse(command, group, ErrorCodes.NotMember, $"You are not in {room.NameFor(user)}.", "room");
            return false;
        }

        return true;
    }

    /// <summary>Whether the user is in the room and sees it, so that joining it changes nothing.</summary>
    private static bool IsShownTo(User user, Room? room) => room?.Has(user) == true && (room as DirectRoom)?.HiddenFor.Contains(user.Id) != true;

    private string? MayNotJoinMore(User user, bool isNew)
    {
        if (_rooms.Of(user).OfType<ChatRoom>().Count() >= _options.Access.RoomsPerUser)
        {
            return $"Nobody may be in more than {_options.Access.RoomsPerUser} rooms: leave one first.";
        }

        return isNew && _rooms.ChatRoomCount >= RoomDirectory.MaxRooms ? $"This server holds {RoomDirectory.MaxRooms} rooms at the most." : null;
    }

    /// <summary>Asks only whoever begins: what others begin with somebody is bounded at their side, or they could keep him from all he wants to begin.</summary>
    private string? MayNotTalkToMore(User user)
    {
        if (_rooms.DirectsOf(user).Count(direct => IsShownTo(user, direct)) >= _options.Access.RoomsPerUser)
        {
            return $"Nobody may begin a conversation who is in {_options.Access.RoomsPerUser}: leave one first.";
        }

        return _rooms.ConversationCount >= RoomDirectory.MaxConversations ? $"This server holds {RoomDirectory.MaxConversations} conversations at the most." : null;
    }

    /// <summary>How long somebody has to wait, in ms, before he may begin another room or conversation; null when he need not.</summary>
    private int? WaitToBegin(User user, User? partner, Group group) => (partner is null ? _newRooms : _newConversations).WaitOf(Party.Of(user), group.Now);

    private static void RefuseToBegin(Command command, User? partner, int wait, Group group) => group.Answer(command.From, new ErrorFrame(
        command.Id,
        ErrorCodes.RateLimited,
        partner is null ? "You have made too many rooms lately: try again later." : "You have begun too many conversations lately: try again later.",
        wait,
        "room"));

    private Room Create(RoomAddress address, User user, User? partner, Group group)
    {
        if (address.Room is not { } name)
        {
            return Create(user, partner!, group);
        }

        group.Journal.Add(_newRooms.Take(Party.Of(user), group.Now));
        var room = new ChatRoom(new LogId(_options.NewId()), name);
        _rooms.Add(room);
        group.Journal.Add(() => _rooms.Remove(room));
        return room;
    }

    private DirectRoom Create(User user, User partner, Group group)
    {
        group.Journal.Add(_newConversations.Take(Party.Of(user), group.Now));
        return Begin(user, partner, group);
    }

    private DirectRoom Begin(User user, User partner, Group group)
    {
        var direct = new DirectRoom(new LogId(_options.NewId()), user, partner);
        _rooms.Add(direct);
        group.Journal.Add(() => _rooms.Remove(direct));
        foreach (var side in direct.Users)
        {
            foreach (var session in side.Sessions)
            {
                group.Subscribe(session.Subscriber, direct, side, 0);
            }
        }

        return direct;
    }
}
