namespace Chat.Client.State;

/// <summary>The rooms in the order in which keys go through them: rooms by name, then conversations by name. A function of the state alone.</summary>
internal static class RoomOrder
{
    public static IReadOnlyList<string> Of(ChatState state) =>
        [.. state.Rooms.Keys.OrderBy(static room => room.StartsWith('@')).ThenBy(static room => room, StringComparer.OrdinalIgnoreCase).ThenBy(static room => room, StringComparer.Ordinal)];

    /// <summary>The room of a number, from 1; null when there are not so many.</summary>
    public static string? At(ChatState state, int number) => Of(state) is var rooms && number >= 1 && number <= rooms.Count ? rooms[number - 1] : null;

    /// <summary>The next room (1) or the one before (-1), around the end.</summary>
    public static string? Step(ChatState state, int step)
    {
        var rooms = Of(state);
        var at = IndexOf(rooms, state.Current);
        return rooms.Count == 0 ? null
            : at < 0 ? rooms[step > 0 ? 0 : rooms.Count - 1]
            : rooms[(at + step + rooms.Count) % rooms.Count];
    }

    /// <summary>The next room with something for us in it, or else with anything unread; null when all is read.</summary>
    public static string? Active(ChatState state)
    {
        var rooms = Of(state);
        var at = IndexOf(rooms, state.Current);
        var others = rooms.Skip(at + 1).Concat(rooms.Take(Math.Max(at, 0))).ToList();
        return others.Find(room => state.Rooms[room].Mentions > 0) ?? others.Find(room => state.Rooms[room].Unread > 0);
    }

    /// <summary>The room looked at before this one; null when there was none.</summary>
    public static string? Last(ChatState state) => state.Visited.IsEmpty ? null : state.Visited[^1];

    private static int IndexOf(IReadOnlyList<string> rooms, string? room)
    {
        for (var i = 0; i < rooms.Count; i++)
        {
            if (rooms[i] == room)
            {
                return i;
            }
        }

        return -1;
    }
}
