using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.State;

/// <summary>
/// The lines of a page of the past. What was done to a message later on stands with the message: it is marked as edited, and its reactions
/// follow in one line.
/// </summary>
/// <param name="lines">Makes the line of an event.</param>
internal sealed class PageLines(EventLines lines)
{
    /// <summary>Reads a page.</summary>
    /// <param name="room">What is known of the room.</param>
    /// <param name="page">The events, in order.</param>
    /// <param name="state">Who we are, and whom we ignore.</param>
    /// <returns>The room with what is known of it then, and the lines.</returns>
    public (RoomView Room, List<ChatLine> Lines) Read(RoomView room, IReadOnlyList<PageEvent> page, ChatState state)
    {
        var present = page.Where(IsMessage).Select(static happened => happened.Seq).ToHashSet();
        var edited = new HashSet<long>();
        foreach (var happened in page)
        {
            if (happened is { Kind: EventKind.Edit, Ref: { } reference })
            {
                edited.Add(reference);
            }
        }

        var shown = new List<(ChatLine Line, long Seq)>();
        foreach (var happened in page)
        {
            if (state.IsIgnored(happened.Nick, happened.Kind))
            {
                continue;
            }

            var isFolded = !IsMessage(happened) && happened.Ref is { } to && present.Contains(to)
                && happened.Kind is EventKind.Edit or EventKind.Delete or EventKind.Reaction or EventKind.ReactionWithdrawn;
            if (!isFolded && !(happened.Kind == EventKind.Edit && happened.Text.Length == 0))
            {
                var line = lines.Of(room, happened, state);
                shown.Add((edited.Contains(happened.Seq) && happened.Kind != EventKind.Delete ? Edited(line) : line, happened.Seq));
            }

            room = EventLines.Remember(room, happened);
        }

        var all = new List<ChatLine>(shown.Count);
        foreach (var (line, seq) in shown)
        {
            all.Add(line);
            if (present.Contains(seq) && room.Recent.TryGetValue(seq, out var message) && !message.Reactions.IsEmpty)
            {
                all.Add(ChatLine.Of(LineKind.Reactions, message.Reactions.Summary()) with { RoomName = room.Name, Seq = seq, IsPast = true });
            }
        }

        return (room, all);
    }

    private static bool IsMessage(PageEvent happened) =>
        happened.Kind is EventKind.Text or EventKind.Action or EventKind.Notice || (happened.Kind == EventKind.Delete && happened.Ref == happened.Seq);

    private static ChatLine Edited(ChatLine line) =>
        line with { Text = [.. line.Text.Take(line.Text.Count - 1), DisplayText.Format($"{line.Text[^1]} (edited)")] };
}
