using Chat.Protocol;
using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>What a server can do wrong with the order of things, and with its heads.</summary>
internal static class OrderMutations
{
    public static RecordedHistory? StoreBeforeWhatWasKnown(HistoryIndex index, Draw draw)
    {
        var plain = Plain(index).ToArray();
        return draw.PickAny(plain.Where(static stored => stored.Post!.Acknowledgements.Count > 0)) is { } known
            && draw.PickAny(plain.Where(stored => stored.Log == known.Log && FirstSent(stored).Stamp > known.Post!.Acknowledgements[0].Stamp)) is { } later
            ? index.History.Exchange(known, later) : null;
    }

    public static RecordedHistory? TakeInAnotherOrder(HistoryIndex index, Draw draw) =>
        SwapTwo(index, draw, static stored => stored.Post!.IsTakenAtOnce);

    /// <summary>Posts that had to be sent again after their connection was lost.</summary>
    public static RecordedHistory? StoreInAnotherOrderOverCrashes(HistoryIndex index, Draw draw) =>
        index.History.Events.OfType<Refusal>().All(static refused => refused.IsAboutContent)
            ? SwapTwo(index, draw, static stored => stored.Post!.Invocations.Count > 1) : null;

    public static RecordedHistory? SendTheHeadBack(HistoryIndex index, Draw draw)
    {
        var joinings = index.History.Events.OfType<Joining>().Where(joining => index.History.Events.OfType<Acknowledgement>()
            .Any(acknowledged => acknowledged.Room == joining.Room && acknowledged.Stamp < joining.AskedAt && acknowledged.Seq == joining.Head));
        return draw.PickAny(joinings) is { } joining ? index.History.Replace(joining, joining with { Head = joining.Head - 1 }) : null;
    }

    public static RecordedHistory? ChangeTheIdentity(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.History.Events.OfType<Joining>()) is { } joining ? index.History.Replace(joining, joining with { Log = draw.Guid() }) : null;

    public static RecordedHistory? ShowAHeadThatIsLost(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.History.Events.OfType<Joining>()) is { } joining
            ? index.History.Replace(joining, joining with { Head = index.LogNamed(joining.Room)!.Final.Head + 1 }) : null;

    private static RecordedHistory? SwapTwo(HistoryIndex index, Draw draw, Func<StoredEvent, bool> isMeant) =>
        draw.PickAny(Plain(index).Where(isMeant).GroupBy(static stored => (FirstSent(stored).Session, stored.Log)).Where(static group => group.Count() > 1)) is { } sent
            ? index.History.Exchange(sent.First(), sent.Last()) : null;

    /// <summary>What no other event is about, so that it can stand elsewhere.</summary>
    private static IEnumerable<StoredEvent> Plain(HistoryIndex index) => index.Logs.SelectMany(static log =>
    {
        var named = log.Events.Select(static stored => stored.Event.Ref).ToHashSet();
        return log.Events.Where(stored => stored.Event.Kind == EventKind.Text && stored.Event.Ref is null && !named.Contains(stored.Seq));
    });

    private static Invocation FirstSent(StoredEvent stored) => stored.Post!.Invocations[0];
}
