using Chat.Client.Commands;
using Chat.Client.State;
using Chat.Protocol.Names;

namespace Chat.Client.Plain.Completion;

/// <summary>The names that the state knows, and the commands.</summary>
/// <param name="state">The state at this moment.</param>
/// <param name="commands">All commands.</param>
internal sealed class ChatNames(Func<ChatState> state, CommandTable commands) : ICompletionSource
{
    public IEnumerable<string> Nicks
    {
        get
        {
            var now = state();
            var nicks = new NameIndex<string>();
            var ordered = new List<string>();
            foreach (var name in Spoken(now.Find(now.Current)).Concat(Known(now)))
            {
                if (name != now.Nick && Nick.TryParse(name, out var nick) && nicks.TryAdd(nick.Key, name))
                {
                    ordered.Add(name);
                }
            }

            return ordered;
        }
    }

    public IEnumerable<string> Rooms => RoomOrder.Of(state()).Where(static room => !room.StartsWith('@'));

    public IEnumerable<string> Commands => commands.All.Select(static command => command.Name).Order(StringComparer.Ordinal);

    public IEnumerable<string> Aliases => commands.All.SelectMany(static command => command.Aliases).Order(StringComparer.Ordinal);

    /// <summary>Who spoke in a room and has not left it, the last first. Where members are not known, nobody has left.</summary>
    private static IEnumerable<string> Spoken(RoomView? room) => room is null
        ? []
        : room.Recent.Reverse().Select(static seen => seen.Value.Nick).Where(nick => room.Members.IsEmpty || room.Members.ContainsKey(nick));

    /// <summary>The members of the room looked at, then those of others, and whom one talks with.</summary>
    private static IEnumerable<string> Known(ChatState state)
    {
        var rooms = state.Rooms.Values.OrderBy(room => room.Name != state.Current).ThenBy(static room => room.Name, StringComparer.Ordinal);
        foreach (var room in rooms)
        {
            foreach (var nick in room.Members.Keys.Order(StringComparer.OrdinalIgnoreCase))
            {
                yield return nick;
            }

            if (room.IsDirect)
            {
                yield return room.Name[1..];
            }
        }
    }
}
