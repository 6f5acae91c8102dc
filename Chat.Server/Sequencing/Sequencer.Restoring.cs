using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Going on where an earlier server stopped.</summary>
internal sealed partial class Sequencer
{
    /// <summary>
    /// Takes over what a store holds, before the first group. Nobody is here yet: who was is gone since <paramref name="now"/> (Unix
    /// milliseconds) at the latest, and may come back with his secret.
    /// </summary>
    /// <exception cref="InvalidDataException">The store holds what no server has put there.</exception>
    public void Restore(StoredState state, long systemHead, long now)
    {
        _system.Open(systemHead);
        var users = new Dictionary<UserId, User>();
        foreach (var stored in state.System.Users.Values)
        {
            _users.Pass(stored.Id);
            if (stored.Devices.Count > 0)
            {
                users.Add(stored.Id, RestoreRegistered(stored));
            }
            else if (stored.Secrets.Count > 0)
            {
                users.Add(stored.Id, Restore(stored, now));
            }
            else if (!stored.IsForgotten)
            {
                _system.Carry(new UserForgotten(now, stored.Id));
            }
        }

        foreach (var code in state.System.Codes.Values)
        {
            _codes.Set(code);
        }

        foreach (var restriction in state.System.Restrictions.All)
        {
            _restrictions.Set(restriction);
        }

        foreach (var stored in state.System.Rooms.Values)
        {
            if (stored.Pair is { } pair)
            {
                Restore(stored, pair, state, users);
            }
            else
            {
                Restore(stored, state, users, now);
            }
        }

        RestoreMarks(state);
    }

    private User RestoreRegistered(StoredUser stored)
    {
        var user = UserOf(stored);
        var account = user.Account = new Account { IsOperator = stored.IsOperator, SeenAt = stored.Devices.Max(static device => device.AddedAt) };
        account.Devices.AddRange(stored.Devices.Select(static device => new UserDevice(device.Id, device.Label, device.AddedAt, device.AddedAt)));
        foreach (var former in stored.FormerNicks)
        {
            account.FormerNicks.Add(NickOf(stored, former));
        }

        user.Blocked = [.. stored.Blocked];
        return _users.TryRegister(user) ? user : throw new InvalidDataException($"The user {stored.Id.Value} has a nick that is another's.");
    }

    private User Restore(StoredUser stored, long now)
    {
        var user = UserOf(stored);
        user.Blocked = [.. stored.Blocked];
        foreach (var (secret, endedAt) in stored.Secrets)
        {
            _users.Issue(secret, user);
            _users.SetEnded(secret, endedAt ?? now);
            if (endedAt is null)
            {
                _system.Carry(new SecretEnded(now, secret)); // Else it would live on for as long as the server is started again and again.
            }
        }

        return user;
    }

    private void Restore(StoredRoom stored, StoredState state, Dictionary<UserId, User> users, long now)
    {
        if (!RoomName.TryParse(stored.Name, out var name) || _rooms.TryFind(name.Key, out _))
        {
            throw new InvalidDataException($"The room {stored.Log} has a name that is none or another room's.");
        }

        var room = new ChatRoom(stored.Log, name) { IsStored = true };
        Continue(room, state);
        RestoreRights(room, stored, users);
        foreach (var id in stored.Members)
        {
            if (users.TryGetValue(id, out var user) && user.IsRegistered)
            {
                _rooms.Join(room, user);
            }
            else if (user is not null)
            {
                room.Absent.Add(id);
                ((List<LogId>)user.LeftRooms).Add(room.Log);
            }
        }

        if (room.IsUnused)
        {
            _system.Carry(new RoomRemoved(now, room.Log));
        }
        else
        {
            _rooms.Add(room);
        }
    }

    private static void RestoreRights(ChatRoom room, StoredRoom stored, Dictionary<UserId, User> users)
    {
        room.IsPrivate = stored.IsPrivate;
        room.Invited.UnionWith(stored.Invited.Where(users.ContainsKey));
        foreach (var (user, role) in stored.Roles)
        {
            room.Roles.Add(user, role);
        }

        foreach (var restriction in stored.Restrictions.All)
        {
            room.Restrictions.Set(restriction);
        }
    }

    private void Restore(StoredRoom stored, (UserId One, UserId Other) pair, StoredState state, Dictionary<UserId, User> users)
    {
        if (!users.ContainsKey(pair.One) && !users.ContainsKey(pair.Other))
        {
            return; // Neither side comes back.
        }

        var one = Side(pair.One);
        var direct = new DirectRoom(stored.Log, one, pair.One == pair.Other ? one : Side(pair.Other)) { IsStored = true };
        direct.HiddenFor.UnionWith(stored.HiddenFor);
        Continue(direct, state);
        _rooms.Add(direct);

        // Somebody who is forgotten still has a name in what he said.
        User Side(UserId id) => users.TryGetValue(id, out var user) ? user : UserOf(state.System.Users[id]);
    }

    private static User UserOf(StoredUser stored) => new(stored.Id, NickOf(stored, stored.Nick), stored.Since) { IsStored = true, LeftRooms = new List<LogId>() };

    private static Nick NickOf(StoredUser stored, string text) =>
        Nick.TryParse(text, out var nick) ? nick : throw new InvalidDataException($"The user {stored.Id.Value} has a nick that is none.");

    private static void Continue(Room room, StoredState state)
    {
        if (state.Tails.TryGetValue(room.Log, out var tail))
        {
            (room.First, room.Head) = (tail.Bounds.First, tail.Bounds.Head);
            (room.LastTime, room.Topic) = (tail.LastTime, tail.Topic);
        }
    }
}
