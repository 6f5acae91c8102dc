using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.State;

/// <content>What is said, and how far it is read.</content>
internal sealed partial class Reducer
{
    private Reduction OnArrived(ChatState state, EventFrame frame)
    {
        var isIgnored = state.IsIgnored(frame.Nick, frame.Kind);
        if (isIgnored && state.Find(frame.Room) is null)
        {
            return new Reduction(state, Nothing);
        }

        state = Known(state, frame.Room);
        var room = state.Rooms[frame.Room];
        var isLooking = frame.Room == state.Current;

        // What we say ourselves does not have to be read either, where nothing before it has.
        var isRead = isLooking || (frame.Nick == state.Nick && room.Read == frame.Seq - 1);
        var told = room with { Newest = Math.Max(room.Newest, frame.Seq), Read = isRead ? Math.Max(room.Read, frame.Seq) : room.Read };
        if (isIgnored)
        {
            return new Reduction(state.With(frame.Room, _ => told), Nothing);
        }

        var happened = new PageEvent(frame.Seq, frame.Time, frame.Nick, frame.Kind, frame.Text, frame.Ref, frame.Key);
        if (state.FollowsRoom && frame.Nick == state.Nick && ModerationWords.IsInvitation(happened))
        {
            // The room tells it and the conversation does; whoever has invited was told when it was done.
            return new Reduction(state.With(frame.Room, _ => told), Nothing);
        }

        var line = _events.Of(room, happened, state);
        var isNew = EventLines.IsNews(room, happened) && !line.IsOwn && frame.Seq > room.Read;
        var isMissed = isNew && frame.Seq <= room.Head;
        var divides = isMissed && isLooking && room.DividerIsDue && state.FollowsRoom;
        told = EventLines.Remember(told, happened) with
        {
            DividerIsDue = room.DividerIsDue && !divides && frame.Seq < room.Head,
            Unread = isNew && !isLooking ? room.Unread + 1 : room.Unread,
            Mentions = isNew && !isLooking && line.IsForUs && !(room.IsCounted && isMissed) ? room.Mentions + 1 : room.Mentions,
        };
        return new Reduction(state.With(frame.Room, _ => told), divides ? [Viewpoint.Divider, line] : [line]);
    }

    /// <summary>
    /// What was said before. Of a page that was kept here all is read. Of one of the server, what is behind the mark is not; without a mark, a
    /// conversation is unread from its beginning, and a room is not, because nobody reads what was said before he first came. What is unread and for us is
    /// shown at once, as it would have been then.
    /// </summary>
    private Reduction OnBacklog(ChatState state, PageFrame page)
    {
        state = Known(state, page.Room);
        if (page.Events.Count == 0)
        {
            return new Reduction(state, Nothing);
        }

        var (first, last) = (page.Events[0].Seq, page.Events[^1].Seq);
        var before = state.Rooms[page.Room];
        var isLooking = page.Room == state.Current;
        var isKept = page.Id == 0;
        var (room, lines) = _pages.Read(before, page.Events, state);
        var counts = !isKept && (before.Read > 0 || before.IsDirect);
        var unread = page.Events.Where(happened => counts && happened.Seq > before.Read && EventLines.IsNews(before, happened) && happened.Nick != state.Nick && !state.IsIgnored(happened.Nick, happened.Kind)).ToList();
        var further = counts ? Math.Clamp(first - before.Read - 1, 0, int.MaxValue / 2) : 0;
        room = room with
        {
            Topic = before.Topic,
            Newest = Math.Max(before.Newest, last),
            Read = isKept || isLooking || (counts && unread.Count + further == 0) ? Math.Max(before.Read, last) : before.Read,
            Unread = isLooking ? 0 : before.Unread + unread.Count + (int)further,
            Mentions = isLooking ? 0
                : before.IsCounted ? before.Mentions
                : before.Mentions + unread.Count(happened => Mention.IsOf(state.Nick, happened.Text)),
        };
        var past = new List<ChatLine>(lines.Count + 2);
        if (further > 0)
        {
            past.Add(Beside(page.Room, LineKind.Status, DisplayText.Format($"\u2026 {further} older unread: /history {Math.Min(further + page.Events.Count, Limits.MaxPage)} {page.Room}")) with { IsPast = true });
        }

        foreach (var line in lines)
        {
            if (isLooking && state.FollowsRoom && before.Read > 0 && unread.Count > 0 && line.Seq == unread[0].Seq && line.Kind != LineKind.Reactions)
            {
                past.Add(Viewpoint.Divider);
            }

            past.Add(line with { IsPast = !(line.IsForUs && unread.Exists(happened => happened.Seq == line.Seq)) });
        }

        return new Reduction(state.With(page.Room, _ => room), past);
    }

    /// <summary>A page that was asked for.</summary>
    private List<ChatLine> Read(ChatState state, PageFrame page) => _pages.Read(state.Find(page.Room) ?? new RoomView(page.Room), page.Events, state).Lines;

    private static RoomView Opened(RoomView room, JoinedFrame joined, string? current) => room with
    {
        Topic = joined.Topic,
        MemberCount = joined.Members,
        Head = joined.Head,
        DividerIsDue = true,
        Read = Math.Max(room.Read, joined.Read),
        KnownRead = joined.Read,
        IsCounted = joined.Read > 0 || joined.Mentions > 0,
        Mentions = joined.Room == current ? 0 : Math.Max(room.Mentions, joined.Mentions),
    };
}
