using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>What a server can do wrong with what it tells its sessions.</summary>
internal static class DeliveryMutations
{
    public static RecordedHistory? TellAnotherText(HistoryIndex index, Draw draw) =>
        AnyDelivery(index, draw) is { } told ? index.History.Replace(told, told with { Event = told.Event with { Text = told.Event.Text + "!" } }) : null;

    public static RecordedHistory? TellAnotherNick(HistoryIndex index, Draw draw) =>
        AnyDelivery(index, draw) is { } told ? index.History.Replace(told, told with { Event = told.Event with { Nick = "eve" } }) : null;

    public static RecordedHistory? TellAnotherKey(HistoryIndex index, Draw draw) =>
        AnyDelivery(index, draw) is { } told ? index.History.Replace(told, told with { Event = told.Event with { Key = draw.Guid() } }) : null;

    public static RecordedHistory? TellOfAnotherRoom(HistoryIndex index, Draw draw) =>
        AnyDelivery(index, draw) is { } told && draw.PickAny(index.Stored().Where(stored => stored.Log.Final.Room != told.Room)) is { } other
            ? index.History.Replace(told, told with { Event = other.Event with { Seq = told.Event.Seq } }) : null;

    public static RecordedHistory? TellWhatIsNotStored(HistoryIndex index, Draw draw)
    {
        if (AnyDelivery(index, draw) is not { } told)
        {
            return null;
        }

        var end = index.History.Events[^1].Stamp;
        var extra = told with { Stamp = end + 1, Event = told.Event with { Seq = index.LogNamed(told.Room)!.Final.Head + 1 } };
        return index.History with { Events = [.. index.History.Events, extra] };
    }

    /// <summary>In a replay, the text that an event was sent with and that was edited before.</summary>
    public static RecordedHistory? TellAnOldText(HistoryIndex index, Draw draw)
    {
        var replayed = index.History.Deliveries().Where(told => told.Delivery.Event.Seq <= told.Joining.Head
            && StoredOf(told.Delivery).Post!.Invocations[0].Content != Version.Of(told.Delivery.Event)
            && StoredOf(told.Delivery).Log.Events.Exists(revision => revision.Event.Ref == told.Delivery.Event.Seq
                && revision.Seq > told.Delivery.Event.Seq && revision.Seq <= told.Joining.Head))
            .Select(static told => told.Delivery);
        if (draw.PickAny(replayed) is not { } told)
        {
            return null;
        }

        var sent = StoredOf(told).Post!.Invocations[0].Content;
        return index.History.Replace(told, told with { Event = told.Event with { Kind = sent.Kind, Text = sent.Text, Ref = sent.Ref } });

        StoredEvent StoredOf(Delivery told) => index.LogNamed(told.Room)!.Find(told.Event.Seq)!;
    }

    public static RecordedHistory? TellTwice(HistoryIndex index, Draw draw) =>
        AnyDelivery(index, draw) is { } told ? index.History.Replace(told, told, told) : null;

    public static RecordedHistory? SkipOne(HistoryIndex index, Draw draw) =>
        AnyNeighbours(index, draw) is { } pair ? index.History.Replace(pair.One) : null;

    public static RecordedHistory? TellInAnotherOrder(HistoryIndex index, Draw draw) =>
        AnyNeighbours(index, draw) is { } pair ? index.History.Replace(pair.One).Replace(pair.Next, pair.Next, pair.One) : null;

    public static RecordedHistory? TellOfAGapThatIsNone(HistoryIndex index, Draw draw) =>
        AnyNeighbours(index, draw) is { } pair
            ? index.History.Replace(pair.One, new Jump(pair.One.Stamp, pair.One.Session, pair.One.Room, pair.Next.Event.Seq)) : null;

    public static RecordedHistory? GoOnAfterLeave(HistoryIndex index, Draw draw) =>
        AnyDelivery(index, draw) is { } told ? index.History.Replace(told, new Leaving(told.Stamp, told.Session, told.Room), told) : null;

    public static RecordedHistory? TellBeforeJoined(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.History.Deliveries().Select(static told => told.Joining).Distinct()
            .Where(joining => index.History.Events.OfType<Joining>().Count(other => other.Session == joining.Session && other.Room == joining.Room) == 1)) is { } joining
            ? index.History.Replace(joining) : null;

    /// <summary>Whoever is there in the end is not told of the last event.</summary>
    public static RecordedHistory? KeepTheLastBack(HistoryIndex index, Draw draw)
    {
        var gone = index.History.Events.OfType<Ending>().Select(static ending => ending.Session).ToHashSet();
        var last = index.History.Deliveries().Where(told => !gone.Contains(told.Delivery.Session))
            .GroupBy(static told => (told.Delivery.Session.Id, told.Delivery.Room), static told => told.Delivery)
            .Select(static told => told.Last())
            .Where(told => !index.History.Events.Any(later => later.Stamp > told.Stamp && later.Session == told.Session && IsAbout(later, told.Room)));
        return draw.PickAny(last) is { } told ? index.History.Replace(told) : null;
    }

    private static bool IsAbout(HistoryEvent happened, string room) =>
        (happened is Leaving leaving && leaving.Room == room) || (happened is Joining joining && joining.Room == room);

    private static Delivery? AnyDelivery(HistoryIndex index, Draw draw) => draw.PickAny(index.History.Events.OfType<Delivery>());

    private static (Delivery One, Delivery Next)? AnyNeighbours(HistoryIndex index, Draw draw)
    {
        var pairs = index.History.Neighbours().ToArray();
        return pairs.Length == 0 ? null : draw.PickFrom(pairs);
    }
}
