using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Rooms;

namespace Chat.Tests.Simulation;

/// <summary>How far registered users have read their rooms, and what speaks to them there: what is told of it against what they have said themselves and what is in the logs.</summary>
internal sealed class ReadRules
{
    private readonly Chronicle _chronicle;
    private readonly Dictionary<(UserId User, string RoomKey), List<Reading>> _readings = [];

    public ReadRules(Chronicle chronicle, Users users)
    {
        _chronicle = chronicle;
        foreach (var link in chronicle.Links)
        {
            if (users.Of(link)?.Account is { } user)
            {
                Collect(link, user);
            }
        }
    }

    private Registry Registry => _chronicle.Registry;

    /// <summary>What is wrong with a mark and a count of mentions that somebody was told; null when nothing is.</summary>
    public string? Fault(UserId user, LogRecord log, string roomKey, (long Head, long Read, int Mentions) told, Request asked, Moment moment)
    {
        var member = Fact.Member(user, log.Id);
        var present = Registry.Spans(member).Where(span => span.MayHold(asked.Stamp, moment.Stamp)).ToArray();
        var readings = _readings.GetValueOrDefault((user, roomKey)) ?? [];
        var most = readings.Where(read => read.Sent < moment.Stamp && present.Any(span => read.Done > span.Stored)).Select(static read => read.Seq).DefaultIfEmpty().Max();
        var least = readings.Where(read => read.Done <= asked.Stamp && present.Any(span => span.Known <= read.Sent && span.EndStored > moment.Stamp)).Select(static read => read.Seq).DefaultIfEmpty().Max();
        if (told.Read < least || told.Read > most)
        {
            return $"read up to {least} to {most}, but told {told.Read}";
        }

        var later = log.Events.Take((int)told.Head).Skip((int)told.Read).Select(stored => MentionIn(stored, log, user, present, told.Head, moment)).ToArray();
        var (sure, possible) = (later.Count(static speaks => speaks == true), later.Count(static speaks => speaks != false));
        return told.Mentions < Math.Min(sure, MostMentions) || told.Mentions > possible ? $"{sure} to {possible} mentions after {told.Read}, but told {told.Mentions}" : null;
    }

    /// <summary>Whether another session of the same user has read as far as one was told.</summary>
    public bool IsRead(UserId user, string roomKey, long seq, Link told, Moment moment) =>
        _readings.GetValueOrDefault((user, roomKey))?.Exists(read => read.Seq == seq && read.Link != told && read.Sent < moment.Stamp) == true;

    /// <summary>How far others have read a room from one moment to another, as far as they were the first to do so: what a session that was there has to have been told.</summary>
    public IEnumerable<(string RoomKey, long Seq)> ReadBetween(UserId user, Link told, long from, long to)
    {
        foreach (var ((reader, key), readings) in _readings)
        {
            foreach (var read in reader == user ? readings : [])
            {
                if (read.Link != told && read.Seq > 0 && read.Sent > from && read.Done <= to && !readings.Exists(other => other != read && other.Seq >= read.Seq && other.Sent < read.Done))
                {
                    yield return (key, read.Seq);
                }
            }
        }
    }

    private static int MostMentions => Readings.MaxMentions;

    /// <summary>Whether an event speaks to somebody, in its newest version; null when that cannot be seen from outside.</summary>
    private bool? MentionIn(StoredEvent stored, LogRecord log, UserId user, IReadOnlyList<Span> present, long head, Moment moment)
    {
        var e = stored.Event;
        if (e.Kind is not (EventKind.Text or EventKind.Action or EventKind.Notice) || e.Author == user)
        {
            return false;
        }

        var (kind, text, _) = log.Versions(e.Seq, head, head).Single();
        if (kind == EventKind.Delete)
        {
            return false;
        }

        var said = log.Events.Take((int)head).LastOrDefault(revision => revision.Event.Kind == EventKind.Edit && revision.Event.Ref == e.Seq) ?? stored;
        var names = text.Split(' ').Where(static word => word is ['@', ..]).Select(static word => Nick.TryParse(word[1..], out var nick) ? nick : null).OfType<Nick>().ToArray();
        var spans = Registry.Of(user, FactKind.Nick).Where(fact => Nick.TryParse((string)fact.Object, out var nick) && names.Any(nick.Matches)).SelectMany(Registry.Spans).ToArray();
        if (!spans.Any(span => span.MayHaveHeldFor(said.StoredAt)))
        {
            return false;
        }

        var isSure = spans.Any(span => span.HeldFor(said.StoredAt)) && present.Any(span => span.HeldFor(stored.StoredAt) && span.HeldFor(said.StoredAt) && span.EndStored > moment.Stamp)
            && stored.EvictedAt == long.MaxValue;
        return isSure ? true : null;
    }

    private void Collect(Link link, UserId user)
    {
        var asked = new Dictionary<uint, Reading>();
        foreach (var moment in link.Moments)
        {
            switch (moment)
            {
                case { Kind: MomentKind.Sent, Frame: ReadFrame read } when RoomName.TryParse(read.Room, out var name):
                    var reading = asked[read.Id] = new Reading(link, read.Seq, moment.Stamp);
                    if (!_readings.TryGetValue((user, name.Key.SkeletonOfFolded), out var readings))
                    {
                        _readings.Add((user, name.Key.SkeletonOfFolded), readings = []);
                    }

                    readings.Add(reading);
                    break;
                case { Kind: MomentKind.Received, Frame: DoneFrame done } when asked.TryGetValue(done.Id, out var known):
                    known.Done = moment.Stamp;
                    break;
                case { Kind: MomentKind.Received, Frame: ErrorFrame error } when asked.TryGetValue(error.Id, out var refused):
                    _readings.Values.First(readings => readings.Contains(refused)).Remove(refused);
                    break;
            }
        }
    }
}
