using System.Diagnostics.CodeAnalysis;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Users;

namespace Chat.Server.Rooms;

/// <summary>All rooms and who is in which. State of the sequencer's turn.</summary>
internal sealed class RoomDirectory
{
    /// <summary>Rooms at the most. An empty one in which nothing was said is forgotten and does not count.</summary>
    public const int MaxRooms = 20_000;

    /// <summary>Conversations at the most. They are counted apart, so that neither takes the other's place.</summary>
    public const int MaxConversations = 100_000;

    private readonly NameIndex<ChatRoom> _byName = new();
    private readonly Dictionary<LogId, Room> _byLog = [];
    private readonly Dictionary<(UserId, UserId), DirectRoom> _directs = [];
    private readonly Dictionary<UserId, List<Room>> _byUser = [];
    private readonly Dictionary<UserId, HashSet<ChatRoom>> _invitations = [];

    public int ChatRoomCount => _byName.Count;

    public int ConversationCount => _directs.Count;

    public IEnumerable<ChatRoom> ChatRooms => _byName.Values;

    public IEnumerable<Room> All => _byLog.Values;

    public bool TryFind(LogId log, [NotNullWhen(true)] out Room? room) => _byLog.TryGetValue(log, out room);

    public bool TryFind(NameKey name, [NotNullWhen(true)] out ChatRoom? room) => _byName.TryGet(name, out room);

    public bool TryFindDirect(User one, User other, [NotNullWhen(true)] out DirectRoom? room) => _directs.TryGetValue(PairOf(one.Id, other.Id), out room);

    /// <summary>Rooms and conversations a user is in.</summary>
    public IReadOnlyCollection<Room> Of(User user) => _byUser.TryGetValue(user.Id, out var rooms) ? rooms : [];

    /// <summary>The conversations a user is in, hidden ones included.</summary>
    public IEnumerable<DirectRoom> DirectsOf(User user) => Of(user).OfType<DirectRoom>();

    public void Add(ChatRoom room)
    {
        _byName.TryAdd(room.Name.Key, room);
        _byLog.Add(room.Log, room);
        foreach (var user in room.Invited)
        {
            Index(room, user);
        }
    }

    public void Remove(ChatRoom room)
    {
        _byName.Remove(room.Name.Key);
        _byLog.Remove(room.Log);
        foreach (var user in room.Invited)
        {
            Unindex(room, user);
        }
    }

    public void Add(DirectRoom room)
    {
        var users = room.Users.ToArray();
        _directs.Add(PairOf(users[0].Id, users[^1].Id), room);
        _byLog.Add(room.Log, room);
        foreach (var user in users)
        {
            Enlist(user, room);
        }
    }

    public void Remove(DirectRoom room)
    {
        var users = room.Users.ToArray();
        _directs.Remove(PairOf(users[0].Id, users[^1].Id));
        _byLog.Remove(room.Log);
        foreach (var user in users)
        {
            Delist(user, room);
        }
    }

    public void Join(ChatRoom room, User user)
    {
        room.Add(user);
        Enlist(user, room);
    }

    public void Leave(ChatRoom room, User user)
    {
        Delist(user, room);
        room.Remove(user);
    }

    /// <summary>The private rooms that a user may enter because he is invited.</summary>
    public IReadOnlyCollection<ChatRoom> InvitedTo(UserId user) => _invitations.TryGetValue(user, out var rooms) ? rooms : [];

    /// <summary>False when he is invited already.</summary>
    public bool Invite(ChatRoom room, UserId user)
    {
        var isNew = room.Invited.Add(user);
        if (isNew)
        {
            Index(room, user);
        }

        return isNew;
    }

    /// <summary>False when he is not invited.</summary>
    public bool Uninvite(ChatRoom room, UserId user)
    {
        var was = room.Invited.Remove(user);
        if (was)
        {
            Unindex(room, user);
        }

        return was;
    }

    private void Index(ChatRoom room, UserId user)
    {
        if (!_invitations.TryGetValue(user, out var rooms))
        {
            _invitations.Add(user, rooms = []);
        }

        rooms.Add(room);
    }

    private void Unindex(ChatRoom room, UserId user)
    {
        if (_invitations.TryGetValue(user, out var rooms) && rooms.Remove(room) && rooms.Count == 0)
        {
            _invitations.Remove(user);
        }
    }

    private void Enlist(User user, Room room)
    {
        if (!_byUser.TryGetValue(user.Id, out var rooms))
        {
            _byUser.Add(user.Id, rooms = new List<Room>(1)); // Most are in one.
        }

        rooms.Add(room);
    }

    private void Delist(User user, Room room)
    {
        if (_byUser.TryGetValue(user.Id, out var rooms) && rooms.Remove(room) && rooms.Count == 0)
        {
            _byUser.Remove(user.Id);
        }
    }

    private static (UserId Low, UserId High) PairOf(UserId one, UserId other) => one.Value <= other.Value ? (one, other) : (other, one);
}
