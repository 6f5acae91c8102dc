using System.Text;
using Chat.Protocol.Frames;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Lists of rooms and members, in the order of their names, page by page.</summary>
internal sealed partial class Sequencer
{
    /// <summary>What the entries of one page may take of a frame, in bytes.</summary>
    private const int PageBytes = 60_000;

    /// <summary>The same for the rooms in Welcome, which carries the message of the day too.</summary>
    private const int WelcomeBytes = 30_000;

    /// <summary>What an entry takes beside its texts, at the most.</summary>
    private const int EntryOverhead = 64;

    private void ListRooms(RoomsCommand command, UserSession session, Group group)
    {
        var fitting = _rooms.ChatRooms
            .Where(room => (!room.IsPrivate || room.Has(session.User)) && (command.Pattern is null || command.Pattern.IsMatch(room.Name.Text)))
            .Select(static room => (Key: RoomAddress.KeyOf(room.Name), Room: room));
        var (page, more) = Page(fitting, command.After, PageBytes, static room => Size(room.Name.Text) + Size(room.Topic));
        group.Answer(command.From, new RoomListFrame(
            command.Id, [.. page.Select(static room => new RoomListing(room.Name.Text, room.Topic, room.MemberCount, room.Head))], more));
    }

    private void ListMine(MineCommand command, UserSession session, Group group)
    {
        var (rooms, more) = MineAfter(session.User, command.After, PageBytes);
        group.Answer(command.From, new MineListFrame(command.Id, rooms, more));
    }

    private void ListMembers(MembersCommand command, UserSession session, Group group)
    {
        if (!TryFindOwn(command, command.Room, session.User, group, out var room))
        {
            return;
        }

        var (page, more) = Page(
            room.Users.Select(static user => (user.Nick.Key.SkeletonOfFolded, user)), command.After, PageBytes, static user => Size(user.Nick.Text));
        group.Answer(command.From, new MemberListFrame(
            command.Id, room.NameFor(session.User), [.. page.Select(user => new MemberListing(user.Nick.Text, user.Status, room.RoleOf(user)))], more));
    }

    private (List<RoomState> Rooms, bool More) MineAfter(User user, string? after, int bytes)
    {
        var mine = _rooms.Of(user).Where(room => IsListedFor(user, room)).Select(room => (KeyOf(room, user), room));
        var (page, more) = Page(mine, after, bytes, room => Size(room.NameFor(user)));
        return ([.. page.Select(room => new RoomState(
            room.NameFor(user), room.Head, room.Readings.MarkOf(user.Id), room.Log.Value, room.Readings.MentionsOf(user.Id).Count))], more);
    }

    private bool IsListedFor(User user, Room room) =>
        (room is not DirectRoom direct || !direct.HiddenFor.Contains(user.Id)) && IsReachedByNameFor(user, room);

    /// <summary>Not a conversation with somebody who has gone when another has his nick by now.</summary>
    private bool IsReachedByNameFor(User user, Room room) =>
        room is not DirectRoom direct
        || !_users.TryFind(direct.PartnerOf(user).Nick.Key, out var named)
        || ReferenceEquals(named, direct.PartnerOf(user));

    private static string KeyOf(Room room, User viewer) => room switch
    {
        ChatRoom chatRoom => RoomAddress.KeyOf(chatRoom.Name),
        DirectRoom direct => RoomAddress.KeyOf(direct.PartnerOf(viewer).Nick),
        _ => throw new InvalidOperationException($"No name for {room.GetType().Name}."),
    };

    /// <summary>The entries after a key, in the order of keys, as many as fit.</summary>
    private static (List<T> Entries, bool More) Page<T>(IEnumerable<(string Key, T Entry)> entries, string? after, int bytes, Func<T, int> size)
    {
        var candidates = entries.Where(pair => after is null || string.CompareOrdinal(pair.Key, after) > 0).ToArray();
        Array.Sort(candidates, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        var page = new List<T>();
        foreach (var (_, entry) in candidates)
        {
            bytes -= size(entry) + EntryOverhead;
            if (bytes < 0)
            {
                return (page, true);
            }

            page.Add(entry);
        }

        return (page, false);
    }

    private static int Size(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
