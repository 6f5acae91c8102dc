using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.State;

/// <summary>From what is known and what happens to what is known then, and the lines to show for it. Pure: no I/O, no clock.</summary>
/// <param name="zone">Where the reader is.</param>
internal sealed partial class Reducer(TimeZoneInfo zone)
{
    /// <summary>What was missed in a room is shown up to so many; of the rest it is said how many there are.</summary>
    public const int MostUnread = 100;

    private static readonly IReadOnlyList<ChatLine> Nothing = [];
    private readonly EventLines _events = new(zone);
    private readonly PageLines _pages = new(new EventLines(zone));

    public Reduction Apply(ChatState state, LinkEvent happened) => happened switch
    {
        LinkEvent.Arrived arrived => OnArrived(state, arrived.Event),
        LinkEvent.Backlog backlog => OnBacklog(state, backlog.Page),
        LinkEvent.Told told => OnTold(state, told.Frame),
        LinkEvent.Members members => OnMembers(state, members),
        LinkEvent.RoomOpened opened => OnOpened(state, opened),
        LinkEvent.RoomRefused refused => OnRefused(state, refused),
        LinkEvent.RoomClosed closed => OnClosed(state, closed),
        LinkEvent.Missed missed => new(state, [Beside(
            missed.Room,
            LineKind.Status,
            DisplayText.Format($"{Counted.Of(missed.Last - missed.First + 1, "message")} are past retention: no longer on the server, and never seen here"))]),
        LinkEvent.Online online => OnOnline(state, online),
        LinkEvent.Offline offline => OnOffline(state, offline),
        LinkEvent.KeyPinned { News: { Before: null, IsNamed: true } news } => new(state, [ChatLine.Status($"First contact. The server has the key that the address names. It is kept in {news.KeptIn}")]),
        LinkEvent.KeyPinned { News: { Before: null } news } => new(state, [ChatLine.Of(
            LineKind.Status,
            DisplayText.Format($"First contact. The key of this server is {news.Fingerprint}"),
            DisplayText.Format($"Compare it with what 'chatd key' shows there. It is kept in {news.KeptIn}"))]),
        LinkEvent.KeyPinned { News: var news } => new(state, [ChatLine.Status($"The server has a new key, signed by the old one: {news.Fingerprint}")]),
        LinkEvent.NickNotKept kept => new(state, [ChatLine.Error($"Your nick is not remembered for the next start: {kept.Reason}")]),
        LinkEvent.PostAccepted accepted => new(state.Sent(accepted.Post.Key), Nothing),
        LinkEvent.PostFailed failed => new(state.Sent(failed.Post.Key), OnFailed(state, failed.Post, failed.Error)),
        LinkEvent.PostDelayed delayed => new(state, [Beside(
            delayed.Post.Room,
            LineKind.Status,
            DisplayText.Format($"your message has to wait ({InWords(delayed.Error)}); it goes out by itself"))]),
        LinkEvent.LeftOut left => new(state.With(left.Room, room => room.Name == state.Current ? room : room with { Unread = room.Unread + (int)Math.Min(left.Count, int.MaxValue / 2) }), [Beside(
            left.Room,
            LineKind.Status,
            DisplayText.Format($"… {left.Count} older unread: /history {Math.Min(left.Count + MostUnread, Limits.MaxPage)} {left.Room}"))]),
        LinkEvent.PostsRestored restored => OnRestored(restored.Posts.Aggregate(state, static (now, post) => now.Send(post)), restored),
        LinkEvent.PostsRefused refused => new(state, [ChatLine.Status(
            $"{Counted.Of(refused.Count, "message")} from before {(refused.Count == 1 ? "was" : "were")} not sent: /unsent shows which")]),
        LinkEvent.PostKept kept => new(state.Sent(kept.Post.Key), [Beside(
            kept.Post.Room, LineKind.Status, DisplayText.Format($"kept, and sent the next time: {PostWords.Of(state, kept.Post.Room, kept.Post.Kind, kept.Post.Text, kept.Post.Reference)[0]}"))]),
        LinkEvent.NotKept trouble => new(state, [ChatLine.Error($"What happens can no longer be kept for the next start: {trouble.Reason}")]),
        LinkEvent.Complained complained => new(state, [ChatLine.Error($"The server says: {InWords(complained.Error)}")]),
        _ => new(state, Nothing),
    };

    /// <summary>The lines of a page that was asked for.</summary>
    public IReadOnlyList<ChatLine> Lines(ChatState state, PageFrame page) => Read(state, page);

    /// <summary>The line of a message that was looked for.</summary>
    public ChatLine Line(ChatState state, Hit hit)
    {
        var happened = new PageEvent(hit.Seq, hit.Time, hit.Nick, hit.Kind, hit.Text);
        return _events.Of(new RoomView(hit.Room), happened, state) with { NeedsDay = true, RoomName = null };
    }

    private static Reduction OnOpened(ChatState state, LinkEvent.RoomOpened opened)
    {
        var joined = opened.Joined;
        var isNew = state.Find(joined.Room) is null;
        state = Known(state, joined.Room).With(joined.Room, room => Opened(room, joined, state.Current));
        if (opened.How == Opening.Replaced)
        {
            state = state.With(joined.Room, static room => room with { Recent = room.Recent.Clear(), Members = room.Members.Clear(), Newest = 0 });
        }

        state = state.Open(joined.Room);
        if (state.Current is null ? state.FollowsRoom && (state.Barred is null || state.Barred == joined.Room) : state.Current != joined.Room && state.Resolve(state.Current) == joined.Room)
        {
            // Looked at under the name that was typed; or a person in no room, who sees where he is now.
            state = state.Spell(joined.Room);
        }

        return new Reduction(state, opened.How switch
        {
            Opening.Replaced => [ChatLine.Status($"{Replaced(joined.Room)}")],
            Opening.Entered when isNew => [ChatLine.Status($"{Entered(joined)}")],
            _ => Nothing,
        });
    }

    private static DisplayText Entered(JoinedFrame joined)
    {
        if (joined.Room.StartsWith('@'))
        {
            return DisplayText.Format($"Conversation with {joined.Room[1..]}, just the two of you");
        }

        var members = joined.Members == 1 ? DisplayText.Literal("nobody else is here") : Counted.Of(joined.Members, "member");
        return string.IsNullOrEmpty(joined.Topic)
            ? DisplayText.Format($"You are in {joined.Room}: {members}")
            : DisplayText.Format($"You are in {joined.Room}: {members}. Topic: {joined.Topic}");
    }

    private static DisplayText Replaced(string room) => room.StartsWith('@')
        ? DisplayText.Format($"{room[1..]} is somebody else now: a new conversation begins")
        : DisplayText.Format($"{room} was started anew on the server; what stands above belongs to the room before");

    /// <summary>A conversation that never began is told of by whoever wanted it: the message that is not sent, or the command.</summary>
    private Reduction OnRefused(ChatState state, LinkEvent.RoomRefused refused)
    {
        var isNews = !refused.Room.StartsWith('@') || state.Find(refused.Room) is not null;
        var line = ChatLine.Error($"{refused.Room}: {InWords(refused.Error)}");
        return state.Find(refused.Room) is null
            ? new Reduction(state.Barred == refused.Room ? state : state.Refuse(refused.Room), isNews ? [line] : Nothing)
            : ShutOut(state, refused.Room, line);
    }

    private static Reduction OnClosed(ChatState state, LinkEvent.RoomClosed closed)
    {
        if (closed.Removal is not { } removal)
        {
            return Close(state, closed.Room, ChatLine.Status($"You left {closed.Room}"));
        }

        var by = removal.By is { } nick ? DisplayText.Format($" by {nick}") : default;
        var reason = removal.Reason is { Length: > 0 } text ? DisplayText.Format($": {text}") : default;
        return ShutOut(state, closed.Room, ChatLine.Status($"You were removed from {closed.Room}{by}{reason}"));
    }

    private static Reduction Close(ChatState state, string room, ChatLine line) =>
        new((state with { Rooms = state.Rooms.Remove(room) }).Unselect(room), [line]);

    /// <summary>Against our will: no other room comes in its place, because what is being typed was meant for this one.</summary>
    private static Reduction ShutOut(ChatState state, string room, ChatLine line) =>
        Close(state.Current == room ? state with { Current = null } : state, room, line);

    private List<ChatLine> OnFailed(ChatState state, Outgoing post, ErrorFrame error)
    {
        var text = PostWords.Of(state, post.Room, post.Kind, post.Text, post.Reference);
        return
        [
            ChatLine.Of(
                LineKind.Error,
                [DisplayText.Format($"Not sent to {post.Room}: {InWords(error)}"), DisplayText.Format($"  {text[0]}"), .. text.Skip(1).Select(Indented)]),
        ];

        static DisplayText Indented(DisplayText line) => DisplayText.Format($"  {line}");
    }

    /// <summary>Told when it is true: without a connection nothing goes out.</summary>
    private static Reduction OnRestored(ChatState state, LinkEvent.PostsRestored restored) =>
        restored.IsAsked ? new(state, Nothing)
        : state.IsOnline ? new(state, [GoesOut(restored.Posts.Count)])
        : new(state with { RestoredCount = state.RestoredCount + restored.Posts.Count }, Nothing);

    private static ChatLine GoesOut(int count) => ChatLine.Status($"{Counted.Of(count, "message")} from before {(count == 1 ? "goes" : "go")} out now");

    private static ChatState Known(ChatState state, string room) =>
        state.Rooms.ContainsKey(room) ? state : state with { Rooms = state.Rooms.Add(room, new RoomView(room)) };

    private static ChatLine Beside(string room, LineKind kind, DisplayText text) =>
        new() { Kind = kind, Room = DisplayText.Of(room), RoomName = room, Text = [text] };

    /// <summary>An error in the server's words, or in ours where the server has none.</summary>
    private string InWords(ErrorFrame error) => error.Message.Length > 0 ? ServerTimes.Local(error.Message, zone) : error.Code;
}
