using System.Diagnostics.CodeAnalysis;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Joining and leaving rooms.</summary>
internal sealed partial class Sequencer
{
    private void Join(JoinCommand command, UserSession session, Group group)
    {
        var user = session.User;
        var exists = TryResolve(command.Room, user, out var room, out var partner);
        if (!exists && command.Room.Nick is { } nick && partner is null)
        {
            Refuse(command, group, ErrorCodes.NoSuchNick, $"Nobody here is called {nick.Text}.", "room");
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
            if ((MayNotJoinMore(user, isNew) ?? (isNew && partner is not null ? MayNotJoinMore(partner, isNew) : null)) is { } reason)
            {
                Refuse(command, group, ErrorCodes.Forbidden, reason, "room");
                return;
            }
        }

        room ??= Create(command.Room, user, partner, group);
        if (room is ChatRoom chatRoom && !room.Has(user))
        {
            AddMember(chatRoom, user, group);
            Announce(chatRoom, user, UserStatus.Online, session.Subscriber, group);
            TellOtherSessions(session, new MembershipFrame(chatRoom.Name.Text, room.Log.Value, true), group);
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
            command.Id, room.NameFor(user), room.Topic, room.First, room.Head, room.MemberCount, room.Log.Value, room.RoleOf(user), 0, 0));
        group.Subscribe(command.From, room, user, command.After is { } after ? Math.Max(after, room.First - 1) : room.Head);
    }

    private void Leave(LeaveCommand command, UserSession session, Group group)
    {
        if (!TryFindOwn(command, command.Room, session.User, group, out var room))
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
            RemoveMember((ChatRoom)room, session.User, session.Subscriber, group);
            TellOtherSessions(session, new MembershipFrame(room.NameFor(session.User), room.Log.Value, false), group);
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
            // Somebody who has gone keeps his name in the conversations he had.
            room = _rooms.DirectsOf(user).FirstOrDefault(direct => direct.PartnerOf(user).Nick.Matches(address.Nick));
        }

        return room is not null;
    }

    /// <summary>Finds a room the asker belongs to, or answers why not.</summary>
    private bool TryFindOwn(Command command, RoomAddress address, User user, Group group, [NotNullWhen(true)] out Room? room)
    {
        if (!TryResolve(address, user, out room, out _))
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

    private string? MayNotJoinMore(User user, bool isNew)
    {
        if (_rooms.Of(user).Count >= RoomDirectory.MaxRoomsPerUser)
        {
            return $"Nobody may be in more than {RoomDirectory.MaxRoomsPerUser} rooms: leave one first.";
        }

        return isNew && _rooms.Count >= RoomDirectory.MaxRooms ? $"This server holds {RoomDirectory.MaxRooms} rooms at the most." : null;
    }

    private Room Create(RoomAddress address, User user, User? partner, Group group)
    {
        var log = new LogId(_options.NewId());
        if (address.Room is { } name)
        {
            var room = new ChatRoom(log, name);
            _rooms.Add(room);
            group.Journal.Add(() => _rooms.Remove(room));
            return room;
        }

        var direct = new DirectRoom(log, user, partner!);
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

    private void AddMember(ChatRoom room, User user, Group group)
    {
        _rooms.Join(room, new Member(user, RoomRole.Member));
        group.Journal.Add(() => _rooms.Leave(room, user));
    }

    private void RemoveMember(ChatRoom room, User user, Subscriber from, Group group)
    {
        foreach (var session in user.Sessions)
        {
            group.Unsubscribe(session.Subscriber, room, user);
        }

        var member = _rooms.Leave(room, user);
        group.Journal.Add(() => _rooms.Join(room, member));
        Announce(room, user, UserStatus.Offline, from, group);
        if (room.IsUnused)
        {
            _rooms.Remove(room);
            group.Journal.Add(() => _rooms.Add(room));
        }
    }

    private static void Announce(ChatRoom room, User user, UserStatus status, Subscriber? except, Group group)
    {
        if (room.IsAnnounced)
        {
            group.Tell(room, room.FeedFor(user), InstructionKind.RoomPresence, new PresenceFrame(room.Name.Text, user.Nick.Text, status), except);
        }
    }

    private static void Hide(DirectRoom direct, User user, Group group)
    {
        if (direct.HiddenFor.Add(user.Id))
        {
            group.Journal.Add(() => direct.HiddenFor.Remove(user.Id));
        }
    }

    private static void UnhideFor(DirectRoom direct, User user, Group group)
    {
        if (direct.HiddenFor.Remove(user.Id))
        {
            group.Journal.Add(() => direct.HiddenFor.Add(user.Id));
        }
    }

    private static void Unhide(DirectRoom direct, Group group)
    {
        if (direct.HiddenFor.Count > 0)
        {
            var hidden = direct.HiddenFor.ToArray();
            direct.HiddenFor.Clear();
            group.Journal.Add(() => direct.HiddenFor.UnionWith(hidden));
        }
    }

    private static void TellOtherSessions(UserSession session, Frame frame, Group group)
    {
        foreach (var other in session.User.Sessions)
        {
            if (!ReferenceEquals(other, session))
            {
                group.Notice(other.Subscriber, frame);
            }
        }
    }
}
