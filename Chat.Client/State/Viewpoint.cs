namespace Chat.Client.State;

/// <summary>
/// What a person sees who looks at one room at a time: lines of that room and what is meant for us, at once; everything else when its room is
/// gone to. Pure.
/// </summary>
internal static class Viewpoint
{
    /// <summary>Takes the lines apart: those to show now, and those that wait with their room.</summary>
    public static Reduction Split(ChatState state, IReadOnlyList<ChatLine> lines)
    {
        var shown = new List<ChatLine>(lines.Count);
        foreach (var line in lines)
        {
            if (line.RoomName is not { } name || name == state.Current || state.Find(name) is null)
            {
                shown.Add(In(state, line));
                continue;
            }

            if (line.Kind == LineKind.Presence)
            {
                continue;
            }

            if (!line.IsPast && (line.IsForUs || line.IsOwn || line.Kind == LineKind.Error))
            {
                shown.Add(line);
            }

            var others = state.Rooms.Values.Sum(room => room.Name == name ? 0L : room.Waiting.Chars);
            state = state.With(name, room => room with { Waiting = room.Waiting.With(line, others) });
        }

        return new Reduction(state, shown);
    }

    /// <summary>Goes to the room that is looked at now: tells its name, and what has waited there, with a mark where reading stopped.</summary>
    /// <param name="before">What was known before it was looked at.</param>
    /// <param name="state">What is known now.</param>
    public static Reduction Enter(ChatState before, ChatState state)
    {
        if (before.Find(state.Current) is not { } room)
        {
            return new Reduction(state, []);
        }

        var heading = string.IsNullOrEmpty(room.Topic) ? DisplayText.Of(room.Name) : DisplayText.Format($"{room.Name}: {room.Topic}");
        var lines = new List<ChatLine> { ChatLine.Of(LineKind.Heading, heading) };
        if (room.Waiting.Dropped > 0)
        {
            lines.Add(ChatLine.Status($"… {room.Waiting.Dropped} more before: /history {Math.Min(room.Waiting.Dropped + room.Waiting.Lines.Count, Protocol.Limits.MaxPage)}"));
        }

        var isMarked = false;
        foreach (var line in room.Waiting.Lines)
        {
            if (!isMarked && IsNew(room, line))
            {
                lines.Add(Divider);
                isMarked = true;
            }

            lines.Add(In(state, line));
        }

        return new Reduction(state.With(room.Name, view => view with { Waiting = Waiting.None, DividerIsDue = view.DividerIsDue && !isMarked }), lines);
    }

    public static ChatLine Divider { get; } = ChatLine.Of(LineKind.Divider, DisplayText.Literal("new"));

    /// <summary>A line as it is shown where its room is looked at: without the room's name.</summary>
    public static ChatLine In(ChatState state, ChatLine line) =>
        line.RoomName is { } name && name == state.Current ? line with { Room = default, To = default } : line;

    private static bool IsNew(RoomView room, ChatLine line) => line.Seq > room.Read && !line.IsOwn && line.Kind is LineKind.Text or LineKind.Action or LineKind.Notice;
}
