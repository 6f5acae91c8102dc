using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>What stands before the typed line: where it goes, how the connection is, and where there is something unread.</summary>
internal static class PromptText
{
    /// <summary>Makes it.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="unanswered">Messages that the server does not have.</param>
    /// <param name="cells">Cells that it may take; null: as many as it likes.</param>
    public static DisplayText Of(ChatState state, int unanswered, int? cells)
    {
        var room = state.Current is { } current ? DisplayText.Of(current) : DisplayText.Literal("no room");
        var offline = state.IsOnline ? default : DisplayText.Literal(state.OfflineReason is null ? ", connecting" : ", offline");
        var waiting = unanswered > 0 && !state.IsOnline ? DisplayText.Format($", {unanswered} to send") : default;
        var where = DisplayText.Format($"[{room}{offline}{waiting}] ");
        return DisplayText.Join("", [where, Unread(state, cells - CellWidth.Of(where.Value))]);
    }

    private static DisplayText Unread(ChatState state, int? cells)
    {
        var rooms = RoomOrder.Of(state).Select(name => state.Rooms[name]).Where(room => room.Unread > 0 && room.Name != state.Current)
            .OrderBy(static room => room.Mentions == 0).ToList();
        if (rooms.Count == 0)
        {
            return default;
        }

        var named = new List<DisplayText>();
        for (var i = 0; i < rooms.Count; i++)
        {
            var next = DisplayText.Format($"{rooms[i].Name}:{rooms[i].Unread}{DisplayText.Literal(rooms[i].Mentions > 0 ? "!" : "")}");
            var further = i + 1 < rooms.Count ? DisplayText.Format($"+{rooms.Count - i - 1}") : default;
            if (cells is { } most && CellWidth.Of(InBrackets([.. named, next, further]).Value) > most)
            {
                break;
            }

            named.Add(next);
        }

        return InBrackets([.. named, named.Count < rooms.Count ? DisplayText.Format($"+{rooms.Count - named.Count}") : default]);
    }

    private static DisplayText InBrackets(IEnumerable<DisplayText> parts) =>
        DisplayText.Format($"({DisplayText.Join(" ", parts.Where(static part => !part.IsEmpty))}) ");
}
