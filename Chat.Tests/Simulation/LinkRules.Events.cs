using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>What comes of the rooms: events, gaps, pages, presence.</summary>
internal sealed partial class LinkRules
{
    /// <summary>Gaps in direct conversations, which are named after a nick: to which of them each belongs, the next event tells.</summary>
    private readonly List<long> _directGaps = [];

    private void Told(Moment moment)
    {
        switch (moment.Frame)
        {
            case EventFrame e:
                CheckEvent(e, moment);
                break;
            case GapFrame gap:
                CheckGap(gap, moment);
                break;
            case MembershipFrame membership:
                CheckMembership(membership);
                break;
            case ReadMarkFrame mark:
                CheckMark(mark, moment);
                break;
            case PresenceFrame { Room: ['#', ..] room }:
                CheckFollowed(room, moment);
                break;
            case TypingFrame { Room: ['#', ..] room }:
                CheckFollowed(room, moment);
                break;
        }
    }

    private void CheckEvent(EventFrame e, Moment moment)
    {
        if (Ledger.Find(e.Key, e.Seq, e.Time, e.Nick, e.Text) is not { } stored)
        {
            Fault($"delivered, but not committed: {e}");
            return;
        }

        var log = Ledger[stored.Log];
        if (FollowOf(e.Room, log) is not { } follow || follow.Log != log)
        {
            Fault($"delivered to somebody who does not follow the room: {e}");
            return;
        }

        if (e.Seq <= follow.Least || e.Seq > follow.Most + 1)
        {
            if (e.Seq <= follow.Least || !_directGaps.Remove(e.Seq))
            {
                Fault($"after {follow.Most} comes {e.Seq}: {e}");
            }
        }

        follow.MoveTo(e.Seq);
        _newest[e.Room] = e;
        CheckVersion(stored, (e.Kind, e.Text, e.Ref), e.Seq <= follow.ReplayHead ? follow.ReplayHead : e.Seq, moment);
        See(log, e.Seq);
    }

    /// <summary>A conversation that was not listed in Welcome is followed from its head at that moment, whichever that was exactly.</summary>
    private Follow? FollowOf(string room, LogRecord log)
    {
        if (room[0] != '@')
        {
            return _rooms.GetValueOrDefault(room);
        }

        if (!_directs.TryGetValue(log, out var follow) && _hello is not null)
        {
            _directs.Add(log, follow = new Follow(log, log.KnownHead(_hello.Stamp), log.KnownHead(_welcomedAt)));
        }

        return follow;
    }

    private void CheckGap(GapFrame gap, Moment moment)
    {
        if (gap.Room[0] == '@')
        {
            _directGaps.Add(gap.First);
            return;
        }

        if (!_rooms.TryGetValue(gap.Room, out var follow))
        {
            Fault($"told of a room that is not followed: {gap}");
            return;
        }

        if (gap.First <= follow.Most + 1 || gap.First > follow.Log.FirstAt(moment.Stamp))
        {
            Fault($"a gap after {follow.Most}, but the log began at {follow.Log.FirstAt(moment.Stamp)}: {gap}");
        }

        follow.MoveTo(gap.First - 1);
    }

    private void CheckFollowed(string room, Moment moment)
    {
        if (!_rooms.ContainsKey(room))
        {
            Fault($"told of a room that is not followed: {moment.Frame}");
        }
    }

    private void Posted(PostedFrame posted, Request asked, Moment moment)
    {
        var post = (PostFrame)asked.Frame;
        var stored = Ledger.ByKey(posted.Key).FirstOrDefault(stored =>
            stored.Event.Seq == posted.Seq && stored.Event.Time == posted.Time && stored.Event.Author == _user!.Author);
        if (stored is null || posted.Key != post.Key)
        {
            Fault($"acknowledged, but not committed: {posted}");
            return;
        }

        CheckKnown(stored, moment);
        if (stored.StoredAt > asked.Stamp && KeyOf(posted.Room) == KeyOf(post.Room) && WasOutside(post.Room, asked, moment))
        {
            Fault($"somebody outside said something: {post}");
        }

        See(Ledger[stored.Log], posted.Seq);
    }

    private void CheckPage(PageFrame page, Request asked, Moment moment)
    {
        var history = (HistoryFrame)asked.Frame;
        CheckInside(asked, page.Room, moment);
        var next = 0L;
        LogRecord? log = null;
        foreach (var e in page.Events)
        {
            if (Ledger.Find(e.Key, e.Seq, e.Time, e.Nick, e.Text) is not { } stored || (log is not null && stored.Log != log.Id))
            {
                Fault($"in a page, but not committed there: {e}");
                return;
            }

            if (next != 0 && e.Seq != next)
            {
                Fault($"a page with {e.Seq} where {next} comes");
            }

            log = Ledger[stored.Log];
            next = e.Seq + 1;
            CheckVersion(stored, (e.Kind, e.Text, e.Ref), asked.Seen.GetValueOrDefault(log), moment);
        }

        log ??= _rooms.GetValueOrDefault(page.Room)?.Log;
        if (log is not null)
        {
            CheckRange(page, history, log, asked, moment);
        }
    }

    private void CheckRange(PageFrame page, HistoryFrame history, LogRecord log, Request asked, Moment moment)
    {
        var (least, most) = (Math.Max(log.KnownHead(asked.Stamp), asked.Seen.GetValueOrDefault(log)), log.KnownHead(moment.Stamp));
        var (low, high) = (Math.Max((history.After ?? 0) + 1, log.FirstAt(moment.Stamp)), Math.Min((history.Before ?? long.MaxValue) - 1, least));
        if (page.Events.Count == 0)
        {
            if (low <= high)
            {
                Fault($"an empty page although {low} to {high} is there: {history}");
            }

            return;
        }

        var (first, last) = (page.Events[0].Seq, page.Events[^1].Seq);
        var isWithin = first > (history.After ?? 0) && last < (history.Before ?? long.MaxValue) && last <= most && page.Events.Count <= Math.Min(history.Limit, Limits.MaxPage);
        var isNextTo = history.After is null ? last >= high : first <= low;
        var isWhole = page.More || (history.After is null ? first <= low : last >= high);
        if (!isWithin || !isNextTo || !isWhole)
        {
            Fault($"a page {first} to {last} (more: {page.More}) of {low} to {high}: {history}");
        }
    }

    private void CheckVersion(StoredEvent stored, (EventKind, string, long?) version, long from, Moment moment)
    {
        CheckKnown(stored, moment);
        var log = Ledger[stored.Log];
        if (!log.Versions(stored.Event.Seq, from, Math.Max(from, log.StoredHead(moment.Stamp))).Contains(version))
        {
            Fault($"not the event that was stored, or an old text of it (head {from} or later): {moment.Frame}");
        }
    }

    private void CheckKnown(StoredEvent stored, Moment moment)
    {
        if (Math.Max(stored.KnownAt, stored.StoredAt) > moment.Stamp)
        {
            Fault($"told before it was committed: {moment.Frame}");
        }
    }

    private void See(LogRecord log, long seq) => _seen[log] = Math.Max(seq, _seen.GetValueOrDefault(log));
}
