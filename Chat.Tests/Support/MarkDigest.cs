using System.Reflection;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing;
using Chat.Server.Users;

namespace Chat.Tests.Support;

/// <summary>Read marks and mentions as text: as a store has them, and as a sequencer does of those of whom something is kept.</summary>
internal static class MarkDigest
{
    public static string Of(StoredState state) => Text(
        state.Marks.Reads.Select(static mark => ReadLine(mark.Room, mark.User, mark.Seq)), state.Mentions.Select(static mention => MentionLine(mention.Room, mention.User, mention.Seq)));

    public static string Of(Sequencer sequencer)
    {
        var users = Field<UserDirectory>(sequencer, "_users");
        var rooms = Field<RoomDirectory>(sequencer, "_rooms").All.ToArray();
        return Text(
            rooms.SelectMany(room => Marks(room).Where(mark => IsStored(mark.Key)).Select(mark => ReadLine(room.Log, mark.Key, mark.Value))),
            rooms.SelectMany(room => MentionsOf(room).Where(pair => IsStored(pair.Key)).SelectMany(pair => pair.Value.Select(seq => MentionLine(room.Log, pair.Key, seq)))));

        bool IsStored(UserId id) => users.TryFind(id, out var user) && user.IsStored;
    }

    private static Dictionary<UserId, long> Marks(Room room) => Field<Dictionary<UserId, long>>(room.Readings, "_marks");

    private static Dictionary<UserId, List<long>> MentionsOf(Room room) => Field<Dictionary<UserId, List<long>>>(room.Readings, "_mentions");

    private static string ReadLine(LogId room, UserId user, long seq) => $"user {user.Value} has read {room} up to {seq}";

    private static string MentionLine(LogId room, UserId user, long seq) => $"user {user.Value} is spoken to by {room} {seq}";

    private static string Text(IEnumerable<string> marks, IEnumerable<string> mentions) => string.Join('\n', marks.Concat(mentions).Order(StringComparer.Ordinal));

    private static T Field<T>(object owner, string name) =>
        (T)owner.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(owner)!;
}
