using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.State;

/// <summary>The line that an event of a room's log becomes.</summary>
/// <param name="zone">Where the reader is.</param>
internal sealed class EventLines(TimeZoneInfo zone)
{
    public DateTimeOffset Local(long unixMilliseconds) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMilliseconds, 0, 253_402_300_799_999)), zone);

    /// <summary>The line of an event.</summary>
    /// <param name="room">Where it happened, and what it may refer to.</param>
    /// <param name="happened">The event.</param>
    /// <param name="state">Who we are, and who is called otherwise by now.</param>
    public ChatLine Of(RoomView room, in PageEvent happened, ChatState state)
    {
        var nick = state.Nick;
        var author = room.IsDirect ? AuthorOf(room, happened.Nick, state) : happened.Nick;
        var own = author == nick;
        var rights = room.Name.AsSpan(1).SequenceEqual(nick) && room.IsDirect ? ModerationWords.OfRights(happened, own) : null;
        var to = !room.IsDirect || rights is not null ? null : own ? room.Name[1..] : author == room.Name[1..] ? nick : null;
        var isSaid = happened.Kind is EventKind.Text or EventKind.Action or EventKind.Notice;
        IReadOnlyList<string> mentions = own || !isSaid ? [] : Mention.Find(nick, happened.Text);
        var line = new ChatLine
        {
            Kind = LineKind.Text,
            Text = [],
            Time = Local(happened.Time),

            // Where the author is known by a former nick only, the conversation is named: it must not look as if it was said in a room.
            Room = to is null ? DisplayText.Of(room.Name) : default,
            Nick = DisplayText.Of(author),
            To = to is null ? default : DisplayText.Of(to),
            IsOwn = own,
            RoomName = room.Name,
            Seq = happened.Seq,
            Mentions = [.. mentions.Select(static mention => DisplayText.Of(mention))],
            Quote = isSaid ? QuoteOf(room, happened) : default,
            IsForUs = rights is not null || (!own && IsNews(room, happened) && (room.IsDirect || mentions.Count > 0)),
        };
        return happened.Kind switch
        {
            EventKind.Text => line with { Text = Said(line.Quote, happened) },
            EventKind.Action => line with { Kind = LineKind.Action, Text = Said(line.Quote, happened) },
            EventKind.Notice => line with { Kind = LineKind.Notice, Text = Said(line.Quote, happened) },
            EventKind.Delete when happened.Ref == happened.Seq => line with { Text = [DisplayText.Literal("(deleted)")] },
            _ => line with { Kind = LineKind.Event, Text = rights is { } told ? [told] : Remark(room, happened, own) },
        };
    }

    /// <summary>
    /// Who of the two said it. A log tells what somebody was called at that time: who that is today is known of those whose change was seen, and
    /// otherwise nobody is named wrongly.
    /// </summary>
    private static string AuthorOf(RoomView room, string told, ChatState state)
    {
        var partner = room.Name[1..];
        return told == partner || told == state.Nick ? told
            : state.CurrentNick(told) is var current && (current == partner || current == state.Nick) ? current
            : told;
    }

    /// <summary>Whether an event is something to read, and unread until then: what is said, and in a conversation an invitation and what became of one's rights.</summary>
    public static bool IsNews(RoomView room, in PageEvent happened) =>
        happened.Kind is EventKind.Text or EventKind.Action or EventKind.Notice
        || (room.IsDirect && (ModerationWords.InvitedTo(happened) is not null || ModerationWords.OfRights(happened, false) is not null));

    /// <summary>What a room remembers of an event, for those that refer to it.</summary>
    public static RoomView Remember(RoomView room, in PageEvent happened) => happened switch
    {
        { Kind: EventKind.Text or EventKind.Action or EventKind.Notice } =>
            room.Remember(happened.Seq, happened.Nick, happened.Time, happened.Text),
        { Kind: EventKind.Edit, Ref: { } edited } when room.Recent.TryGetValue(edited, out var seen) =>
            room.Remember(edited, seen.Nick, seen.Time, happened.Text, seen.Reactions),
        { Kind: EventKind.Reaction or EventKind.ReactionWithdrawn, Ref: { } reacted } when room.Recent.TryGetValue(reacted, out var seen) =>
            room with { Recent = room.Recent.SetItem(reacted, seen with { Reactions = seen.Reactions.With(happened.Text, happened.Nick, happened.Kind == EventKind.Reaction) }) },
        { Kind: EventKind.Delete, Ref: { } deleted } => room with { Recent = room.Recent.Remove(deleted) },
        { Kind: EventKind.Topic } => room with { Topic = happened.Text.Length > 0 ? happened.Text : null },
        _ => room,
    };

    private static IReadOnlyList<DisplayText> Said(DisplayText quote, in PageEvent happened)
    {
        var lines = DisplayText.Lines(happened.Text);
        return quote.IsEmpty ? lines : [quote, .. lines];
    }

    private static DisplayText QuoteOf(RoomView room, in PageEvent happened) => happened.Ref is not { } reference ? default
        : room.Recent.TryGetValue(reference, out var seen) ? DisplayText.Format($"{DisplayText.Literal(ChatLine.QuoteMark)} {seen.Nick}: {seen.Text}")
        : DisplayText.Format($"{DisplayText.Literal(ChatLine.QuoteMark)} an earlier message");

    private DisplayText[] Remark(RoomView room, in PageEvent happened, bool isOwn)
    {
        var lines = DisplayText.Lines(happened.Text);
        switch (happened.Kind)
        {
            case EventKind.Edit:
                return [DisplayText.Format($"edited {Which(room, happened)}: {lines[0]}"), .. lines.Skip(1)];
            case EventKind.Delete:
                return [DisplayText.Format($"deleted {Which(room, happened)}")];
            case EventKind.Reaction:
                return [DisplayText.Format($"reacted {happened.Text} to {Quoted(room, happened)}{Others(room, happened)}")];
            case EventKind.ReactionWithdrawn:
                return [DisplayText.Format($"took back {happened.Text} from {Quoted(room, happened)}")];
            case EventKind.Topic:
                return happened.Text.Length == 0
                    ? [DisplayText.Literal("cleared the topic")]
                    : [DisplayText.Format($"set the topic: {happened.Text}")];
            case EventKind.Moderation:
                return [!isOwn && room.IsDirect && ModerationWords.InvitedTo(happened) is { } invited
                    ? DisplayText.Format($"invites you to {invited}: /join {invited}")
                    : ModerationWords.Of(happened.Text)];
            default:
                return [DisplayText.Format($"did something that this client does not know: {happened.Text}")];
        }
    }

    /// <summary>The message that is meant, by its time: an edit says the rest itself, and a deletion shall not say it again.</summary>
    private DisplayText Which(RoomView room, in PageEvent happened)
    {
        if (happened.Ref is not { } reference || !room.Recent.TryGetValue(reference, out var seen))
        {
            return DisplayText.Literal("an earlier message");
        }

        return seen.Nick == happened.Nick
            ? DisplayText.Format($"the message of {Local(seen.Time):HH:mm}")
            : DisplayText.Format($"{seen.Nick}'s message of {Local(seen.Time):HH:mm}");
    }

    private static DisplayText Quoted(RoomView room, in PageEvent happened) =>
        happened.Ref is { } reference && room.Recent.TryGetValue(reference, out var seen)
            ? DisplayText.Format($"{seen.Nick}: {seen.Text}")
            : DisplayText.Literal("an earlier message");

    /// <summary>All reactions to a message, when this is not the first.</summary>
    private static DisplayText Others(RoomView room, in PageEvent happened) =>
        Remember(room, happened).Recent.TryGetValue(happened.Ref ?? 0, out var seen) && seen.Reactions.Count > 1
            ? DisplayText.Format($" ({seen.Reactions.Summary()})")
            : default;
}
