using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>What a server can do wrong with what it stores, and with its answers.</summary>
internal static class StoreMutations
{
    public static RecordedHistory? LoseTheNewest(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Logs.Select(static log => log.Events.LastOrDefault()!).Where(static last => last?.Post?.Acknowledgements.Count > 0)) is { } last
            ? index.History.Replace(last) : null;

    public static RecordedHistory? AcknowledgeAnotherSeq(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.History.Events.OfType<Acknowledgement>()) is { } acknowledged
            ? index.History.Replace(acknowledged, acknowledged with { Seq = acknowledged.Seq + draw.Pick(-1, 1) }) : null;

    public static RecordedHistory? AcknowledgeAnotherTime(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.History.Events.OfType<Acknowledgement>()) is { } acknowledged
            ? index.History.Replace(acknowledged, acknowledged with { Time = acknowledged.Time + 1 }) : null;

    public static RecordedHistory? AcknowledgeAnotherPost(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.History.Events.OfType<Acknowledgement>().Where(acknowledged => index.Posts.Count > 1)) is { } acknowledged
            && draw.PickAny(index.Invocations.Values.Where(invocation => invocation.Key != acknowledged.Key)) is { } other
            ? index.History.Replace(acknowledged, acknowledged with { AskedAt = other.Stamp }) : null;

    /// <summary>Sent again, it is stored and acknowledged anew.</summary>
    public static RecordedHistory? ForgetAKey(HistoryIndex index, Draw draw)
    {
        if (draw.PickAny(index.Posts.Where(static post => post.Stored is not null && post.Acknowledgements.Count > 0)) is not { Stored: { } stored } post)
        {
            return null;
        }

        var again = stored.Event with { Seq = stored.Log.Final.Head + 1, Time = stored.Log.Final.Events[^1].Time };
        return index.History.Replace(stored.Log.Final, [.. stored.Log.Final.Events, again]);
    }

    public static RecordedHistory? AnswerAKeyTwice(HistoryIndex index, Draw draw)
    {
        if (draw.PickAny(index.Posts.Where(static post => post.Acknowledgements.Count > 0)) is not { } post)
        {
            return null;
        }

        var acknowledged = post.Acknowledgements[0];
        return index.History.Replace(acknowledged, acknowledged, acknowledged with { Seq = acknowledged.Seq + 1 });
    }

    public static RecordedHistory? RefuseAKnownKey(HistoryIndex index, Draw draw)
    {
        if (draw.PickAny(index.History.Events.OfType<Acknowledgement>()) is not { } acknowledged)
        {
            return null;
        }

        var end = index.History.Events[^1].Stamp;
        var again = index.Invocations[acknowledged.AskedAt] with { Stamp = end + 1 };
        return index.History with { Events = [.. index.History.Events, again, new Refusal(end + 2, again.Session, again.Stamp, ErrorCodes.LogChanged)] };
    }

    public static RecordedHistory? ChangeAText(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Stored()) is { } stored ? index.History.Replace(stored, stored.Event with { Text = stored.Event.Text + "!" }) : null;

    public static RecordedHistory? ForgetADeletion(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Stored().Where(static stored => stored.Event.Kind == EventKind.Delete && stored.Event.Ref == stored.Seq)) is { Post: { } post } stored
            ? index.History.Replace(stored, stored.Event with { Kind = EventKind.Text, Text = post.Invocations[0].Text, Ref = null }) : null;

    /// <summary>Events keep the text they were sent with.</summary>
    public static RecordedHistory? ForgetAnEdit(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Stored().Where(static stored => stored.Event.Kind is EventKind.Edit or EventKind.Text && stored.Post!.Invocations[0].Text != stored.Event.Text)) is { Post: { } post } stored
            ? index.History.Replace(stored, stored.Event with { Text = post.Invocations[0].Text }) : null;

    public static RecordedHistory? MakeOneUp(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Logs.Where(static log => log.Events.Count > 0)) is { } log
            ? index.History.Replace(log.Final, [.. log.Final.Events, log.Final.Events[^1] with { Seq = log.Final.Head + 1, Key = draw.Guid() }]) : null;

    public static RecordedHistory? StoreWhatWasRefused(HistoryIndex index, Draw draw)
    {
        if (draw.PickAny(index.Posts.Where(static post => post.Invocations.Count == 1 && post.Refusals.Exists(static refused => refused.IsDefinite))) is not { } post
            || index.LogNamed(post.Invocations[0].Room) is not { Events.Count: > 0 } log)
        {
            return null;
        }

        var said = post.Invocations[0];
        var nick = index.History.Events.OfType<Naming>().First(naming => naming.Session.User == post.User).Nick;
        var stored = new PageEvent(log.Final.Head + 1, log.Final.Events[^1].Time, nick, said.Kind, said.Text, said.Ref, said.Key);
        return index.History.Replace(log.Final, [.. log.Final.Events, stored]);
    }

    public static RecordedHistory? LeaveAHole(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Stored().Where(static stored => stored.Seq < stored.Log.Final.Head)) is { } stored ? index.History.Replace(stored) : null;

    public static RecordedHistory? ReadTwoInAnotherOrder(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Stored().Where(static stored => stored.Seq < stored.Log.Final.Head)) is { } stored
            ? index.History.Replace(stored.Log.Final, stored.Log.Final.Events.OrderBy(said => said.Seq == stored.Seq ? said.Seq + 1.5 : said.Seq)) : null;

    public static RecordedHistory? BeginLater(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Logs.Where(static log => log.Events.Count > 1)) is { } log
            ? index.History with { Logs = [.. index.History.Logs.Select(l => l == log.Final ? l with { First = 2, Events = [.. l.Events.Skip(1)] } : l)] } : null;

    public static RecordedHistory? TurnBackTheClock(HistoryIndex index, Draw draw) =>
        draw.PickAny(index.Stored().Where(static stored => stored.Seq > 1)) is { } stored
            ? index.History.Replace(stored, stored.Event with { Time = stored.Log.Find(stored.Seq - 1)!.Event.Time - 1 }) : null;
}
