using Chat.Protocol.Frames;
using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>What mutations are made of.</summary>
internal static class Mutating
{
    public static T? PickAny<T>(this Draw draw, IEnumerable<T> candidates)
        where T : class
    {
        var all = candidates.ToArray();
        return all.Length == 0 ? null : draw.PickFrom(all);
    }

    /// <summary>One event gives way to others.</summary>
    public static RecordedHistory Replace(this RecordedHistory history, HistoryEvent happened, params HistoryEvent[] others) =>
        history with { Events = [.. history.Events.SelectMany(e => ReferenceEquals(e, happened) ? others : [e])] };

    public static RecordedHistory Replace(this RecordedHistory history, FinalLog log, IEnumerable<PageEvent> events) =>
        history with { Logs = [.. history.Logs.Select(l => l == log ? l with { Events = [.. events] } : l)] };

    public static RecordedHistory Replace(this RecordedHistory history, StoredEvent stored, params PageEvent[] others) =>
        history.Replace(stored.Log.Final, stored.Log.Final.Events.SelectMany(said => said.Seq == stored.Seq ? others : [said]));

    public static IEnumerable<StoredEvent> Stored(this HistoryIndex index) => index.Logs.SelectMany(static log => log.Events);

    /// <summary>Each delivery with the join that it follows from.</summary>
    public static IEnumerable<(Delivery Delivery, Joining Joining)> Deliveries(this RecordedHistory history)
    {
        var joinings = new Dictionary<(int, string), Joining>();
        foreach (var happened in history.Events)
        {
            if (happened is Joining joining)
            {
                joinings[(joining.Session.Id, joining.Room)] = joining;
            }
            else if (happened is Delivery delivery)
            {
                yield return (delivery, joinings[(delivery.Session.Id, delivery.Room)]);
            }
        }
    }

    /// <summary>Each delivery with the next one that follows from the same join.</summary>
    public static IEnumerable<(Delivery One, Delivery Next)> Neighbours(this RecordedHistory history) =>
        history.Deliveries().GroupBy(static told => told.Joining, static told => told.Delivery, ReferenceEqualityComparer.Instance)
            .SelectMany(static told => told.Zip(told.Skip(1)));

    /// <summary>The history in which two events of one log have each other's place, to everyone and all the time.</summary>
    public static RecordedHistory Exchange(this RecordedHistory history, StoredEvent one, StoredEvent other)
    {
        return history.Replace(one.Log.Final, one.Log.Final.Events.Select(Exchanged)) with { Events = [.. history.Events.Select(ExchangedIn)] };

        HistoryEvent ExchangedIn(HistoryEvent happened) => happened switch
        {
            Delivery delivery when delivery.Room == one.Log.Final.Room => delivery with { Event = Exchanged(delivery.Event) },
            Acknowledgement acknowledged when acknowledged.Key == one.Event.Key => acknowledged with { Seq = other.Seq, Time = other.Event.Time },
            Acknowledgement acknowledged when acknowledged.Key == other.Event.Key => acknowledged with { Seq = one.Seq, Time = one.Event.Time },
            _ => happened,
        };

        PageEvent Exchanged(PageEvent said) => said.Seq == one.Seq ? other.Event with { Seq = said.Seq, Time = said.Time }
            : said.Seq == other.Seq ? one.Event with { Seq = said.Seq, Time = said.Time }
            : said;
    }
}
