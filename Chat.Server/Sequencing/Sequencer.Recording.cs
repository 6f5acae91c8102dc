using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>
/// What the system log is told. Somebody of whom nothing is kept is not in it: he gets into it with his first post, or when somebody who is in it
/// refers to him, and his rooms with him. From then on what changes of them is recorded.
/// </summary>
internal sealed partial class Sequencer
{
    private readonly SystemTail _system = new();

    /// <summary>What the store has to take for a group, with what is carried from before; null when there is nothing.</summary>
    public LogBatch? BatchOf(Group group)
    {
        var system = _system.AppendOf(group);
        return group.IsPromised || system is not null ? new LogBatch(group.Appends, system) { Mentions = _system.MentionsOf(group) } : null;
    }

    /// <summary>The store does not take a group in which nothing was said. It stays as it is: the next one tells the store of it.</summary>
    public void Carry(Group group) => _system.Refused(group);

    private void EnsureStored(User user, Group group)
    {
        if (user.IsStored)
        {
            return;
        }

        // Whom he blocks is stored too, and whom those block: not by recursion, which a long chain would bring down.
        List<User> added = [user];
        Store(user, group);
        for (var i = 0; i < added.Count; i++)
        {
            foreach (var id in added[i].Blocked)
            {
                if (_users.TryFind(id, out var other) && !other.IsStored)
                {
                    added.Add(other);
                    Store(other, group);
                }
            }
        }

        foreach (var blocker in added)
        {
            foreach (var id in blocker.Blocked)
            {
                if (_users.TryFind(id, out _))
                {
                    group.Record(new BlockChanged(group.Now, blocker.Id, id, true));
                }
            }
        }
    }

    private void EnsureStored(Room room, Group group)
    {
        if (!room.IsStored)
        {
            Store(room, group);
        }
    }

    /// <summary>Tells all of a room but what was said in it.</summary>
    private void Store(Room room, Group group)
    {
        if (room is DirectRoom direct)
        {
            var sides = direct.Users.ToArray();
            foreach (var side in sides)
            {
                EnsureStored(side, group);
            }

            group.Record(new ConversationAdded(group.Now, direct.Log, sides[0].Id, sides[^1].Id));
            foreach (var user in direct.HiddenFor)
            {
                group.Record(new ConversationHidden(group.Now, direct.Log, user, true));
            }
        }
        else
        {
            group.Record(new RoomAdded(group.Now, room.Log, ((ChatRoom)room).Name.Text));
        }

        room.IsStored = true;
        group.Journal.Add(() => room.IsStored = false);
    }

    /// <summary>Tells all of a user but whom he blocks.</summary>
    private void Store(User user, Group group)
    {
        user.IsStored = true;
        group.Journal.Add(() => user.IsStored = false);
        group.Record(new UserAdded(group.Now, user.Id, user.Nick.Text));
        foreach (var (secret, ended) in _users.SecretsOf(user))
        {
            group.Record(new SecretIssued(group.Now, user.Id, secret));
            if (ended is { } endedAt)
            {
                group.Record(new SecretEnded(endedAt, secret));
            }
        }

        foreach (var room in _rooms.Of(user).Concat(LeftRoomsOf(user)))
        {
            StoreReading(room, user, group);
            if (room is ChatRoom)
            {
                EnsureStored(room, group);
                group.Record(new MemberAdded(group.Now, room.Log, user.Id));
            }
        }
    }

    private IEnumerable<ChatRoom> LeftRoomsOf(User user)
    {
        foreach (var log in user.LeftRooms)
        {
            if (_rooms.TryFind(log, out var room) && room is ChatRoom left)
            {
                yield return left;
            }
        }
    }

    /// <summary>A change of somebody who is stored: of a registered user it is promised, of a guest it may reach the store later.</summary>
    private static void RecordOf(User user, SystemEvent systemEvent, Group group)
    {
        if (user.IsRegistered)
        {
            group.Promise(systemEvent);
        }
        else if (user.IsStored)
        {
            group.Record(systemEvent);
        }
    }

    /// <summary>
    /// Whether a change of a user can be told to the store now or carried until later; answered when not. Those of whom nothing is kept
    /// may change as they like.
    /// </summary>
    private bool MayRecord(Command command, User user, Group group)
    {
        if (!user.IsStored || !_system.IsFull)
        {
            return true;
        }

        group.Answer(command.From, new ErrorFrame(
            command.Id, ErrorCodes.StorageFull, NotStored(ErrorCodes.StorageFull), StoreRetryMilliseconds));
        return false;
    }
}
