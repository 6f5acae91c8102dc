using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Who is in which room, who sees which conversation, and who is told.</summary>
internal sealed partial class Sequencer
{
    private void AddMember(ChatRoom room, User user, Group group)
    {
        _rooms.Join(room, user);
        group.Journal.Add(() => _rooms.Leave(room, user));
    }

    /// <param name="room">The room.</param>
    /// <param name="user">Who is in it no more.</param>
    /// <param name="from">The session that need not be told of it; null for none.</param>
    /// <param name="group">The group.</param>
    /// <param name="last">What his sessions are told once they have read up to this moment; null to have them read no further at once.</param>
    private void RemoveMember(ChatRoom room, User user, Subscriber? from, Group group, Frame? last = null)
    {
        foreach (var session in user.Sessions)
        {
            if (last is null)
            {
                group.Unsubscribe(session.Subscriber, room, user);
            }
            else
            {
                group.End(session.Subscriber, room, user, last);
            }
        }

        _rooms.Leave(room, user);
        group.Journal.Add(() => _rooms.Join(room, user));
        if (!room.IsOf(user.Id))
        {
            DropReading(room, user, group);
        }

        Announce(room, user, UserStatus.Offline, from, group);
        if (room.IsUnused)
        {
            _rooms.Remove(room);
            group.Journal.Add(() => _rooms.Add(room));
            if (room.IsStored)
            {
                group.Record(new RoomRemoved(group.Now, room.Log));
            }
        }
    }

    private void Announce(ChatRoom room, User user, UserStatus status, Subscriber? except, Group group)
    {
        if (room.IsAnnounced && !_isStopping)
        {
            group.Tell(room, room.FeedFor(user), InstructionKind.RoomPresence, new PresenceFrame(room.Name.Text, user.Nick.Text, status), except);
        }
    }

    private static void Hide(DirectRoom direct, User user, Group group)
    {
        if (direct.HiddenFor.Add(user.Id))
        {
            group.Journal.Add(() => direct.HiddenFor.Remove(user.Id));
            RecordHidden(direct, user.Id, true, group);
        }
    }

    private static void UnhideFor(DirectRoom direct, User user, Group group)
    {
        if (direct.HiddenFor.Remove(user.Id))
        {
            group.Journal.Add(() => direct.HiddenFor.Add(user.Id));
            RecordHidden(direct, user.Id, false, group);
        }
    }

    private static void Unhide(DirectRoom direct, Group group)
    {
        if (direct.HiddenFor.Count > 0)
        {
            var hidden = direct.HiddenFor.ToArray();
            direct.HiddenFor.Clear();
            group.Journal.Add(() => direct.HiddenFor.UnionWith(hidden));
            foreach (var user in hidden)
            {
                RecordHidden(direct, user, false, group);
            }
        }
    }

    private static void RecordHidden(DirectRoom direct, UserId user, bool isHidden, Group group)
    {
        if (direct.IsStored)
        {
            group.Record(new ConversationHidden(group.Now, direct.Log, user, isHidden));
        }
    }

    private static void TellOtherSessions(UserSession session, Frame frame, Group group, Room? about = null)
    {
        foreach (var other in session.User.Sessions)
        {
            if (!ReferenceEquals(other, session))
            {
                group.Notice(other.Subscriber, frame, about?.FeedFor(session.User) ?? default);
            }
        }
    }
}
