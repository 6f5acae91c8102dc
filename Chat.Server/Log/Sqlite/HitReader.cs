using System.Text;
using Chat.Protocol;

namespace Chat.Server.Log.Sqlite;

/// <summary>Turns places that the index gives into messages that may be shown.</summary>
internal sealed class HitReader
{
    /// <summary>Places looked at in one call at the most; with more to look at the page ends early, and the asker goes on.</summary>
    private const int MostPlaces = 10_000;

    private readonly Reader _reader;
    private readonly LogNumbers _logs;

    public HitReader(Reader reader, LogNumbers logs)
    {
        _reader = reader;
        _logs = logs;
    }

    public LogHits Find(LogSearch search)
    {
        var granted = new Dictionary<long, (LogId Log, long First, long Head)>();
        foreach (var (log, head) in search.Logs)
        {
            if (_logs.TryGet(log, out var entry))
            {
                granted.Add(entry.Number, (log, entry.First, head));
            }
        }

        var hits = new List<(LogId, LogEvent)>();
        if (granted.Count == 0)
        {
            return new LogHits(hits, null);
        }

        var (bytes, looked, last, at) = (0L, 0, 0L, 0L);
        StoredBlock? block = null;
        foreach (var place in _reader.Match(WordExpression.Compose(search.Query, granted.Keys), search.Before ?? long.MaxValue))
        {
            if (hits.Count >= search.Limit || looked++ >= MostPlaces)
            {
                return new LogHits(hits, last);
            }

            var (id, index) = EventPlace.Parts(place);
            if (at != id)
            {
                (at, block) = (id, Open(id));
            }

            if (block is not null && granted.TryGetValue(block.Log, out var log) && index < block.Events.Count && Visible(block, index, log.First, log.Head, search) is { } e)
            {
                bytes += Encoding.UTF8.GetByteCount(e.Text);
                if (hits.Count > 0 && bytes > search.MaxBytes)
                {
                    return new LogHits(hits, last);
                }

                hits.Add((log.Log, e));
            }

            last = place;
        }

        return new LogHits(hits, null);

        // Where the rooms are too many to be named, most places may be in others: their blocks are not taken apart.
        StoredBlock? Open(long id) => granted.ContainsKey(_reader.Blocks.LogOf(id)) ? Find(id) : null;
    }

    /// <summary>A block that can be read; one that is damaged does not stand in the way of what is found elsewhere.</summary>
    private StoredBlock? Find(long id)
    {
        try
        {
            return _reader.Blocks.Find(id);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The message as it reads by now, when it is one that was granted and still has the words.</summary>
    private LogEvent? Visible(StoredBlock block, int index, long first, long head, LogSearch search)
    {
        var stored = block.Events[index];
        if (stored.Event.Seq < first || stored.Event.Seq > head || stored.Event.Kind is not (EventKind.Text or EventKind.Action or EventKind.Notice))
        {
            return null;
        }

        try
        {
            var e = _reader.Blocks.Resolve(block.Log, stored);
            return search.Query.IsMatch(e.Text) ? e : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
