using System.Text;
using Chat.Protocol;

namespace Chat.Server.Log.Memory;

/// <summary>One log in memory: where its events are, from its oldest to its head. Owned by its store's lock.</summary>
/// <remarks>
/// All edits of one message read the same, and so does the message: their text is kept once, beside the events, and an edit costs the same
/// however many went before it.
/// </remarks>
internal sealed class MemoryLog
{
    private const int LeastRoom = 4;

    /// <summary>What the text of the newest edit costs beside its letters.</summary>
    private const int RevisionOverhead = 96;

    private readonly EventRing _events;
    private long[] _ring = new long[LeastRoom];
    private int _start;
    private int _count;
    private Dictionary<long, Revision>? _revisions;

    /// <param name="id">Its identity.</param>
    /// <param name="number">Its number in the store, which its events have.</param>
    /// <param name="head">The seq of the newest event before those that it holds.</param>
    /// <param name="events">Where its events are.</param>
    public MemoryLog(LogId id, int number, long head, EventRing events)
    {
        Id = id;
        Number = number;
        First = head + 1;
        _events = events;
    }

    public LogId Id { get; }

    public int Number { get; }

    public long First { get; private set; }

    public long Head => First + _count - 1;

    public bool IsEmpty => _count == 0;

    /// <summary>Whether the append under way has changed its bounds.</summary>
    public bool IsChanged { get; set; }

    public LogBounds Bounds => new(Id, First, Head);

    /// <summary>Bytes of the texts of edits, which are beside the events, by estimate.</summary>
    public long RevisionBytes { get; private set; }

    /// <summary>Who wrote an event and what it is; null when there is none.</summary>
    public EventOrigin? OriginOf(long seq)
    {
        if (seq < First || seq > Head)
        {
            return null;
        }

        ref var record = ref _events[PlaceOf(seq)];
        return new EventOrigin(record.Author, record.Kind);
    }

    /// <summary>The newest seq up to and including <paramref name="head"/> whose place in commit order is below <paramref name="place"/>; below the first one when there is none.</summary>
    public long LastBefore(long place, long head)
    {
        var (low, high) = (First, Math.Min(head, Head));
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            if (PlaceOf(middle) < place)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    /// <summary>An event's place in commit order over all logs.</summary>
    public long PlaceOf(long seq) => _ring[Slot(seq)];

    /// <summary>The event with a seq that the log holds.</summary>
    public LogEvent At(long seq)
    {
        var place = PlaceOf(seq);
        return _events.Read(place, NewestText(in _events[place]));
    }

    /// <summary>Adds the next event and makes it true of the past.</summary>
    /// <returns>Its place.</returns>
    public long Add(LogEvent logEvent)
    {
        var text = logEvent.Text;
        if (logEvent is { Kind: EventKind.Edit, Ref: { } edited })
        {
            Edit(edited, text);
            text = "";
        }
        else if (logEvent is { Kind: EventKind.Delete, Ref: { } deleted })
        {
            Delete(deleted);
        }

        if (_count == _ring.Length)
        {
            Resize(_ring.Length * 2);
        }

        var place = _events.Add(logEvent, Number, text);
        _ring[(_start + _count) & (_ring.Length - 1)] = place;
        _count++;
        return place;
    }

    /// <summary>Takes its oldest event out. It is the oldest of all, which the store then takes out.</summary>
    public void DropFirst(in EventRecord oldest)
    {
        _start = (_start + 1) & (_ring.Length - 1);
        _count--;
        First++;
        if (oldest.Kind == EventKind.Edit && oldest.Has(RecordMarks.HasRef))
        {
            var revision = _revisions![oldest.Ref];
            Put(oldest.Ref, revision with { Edits = revision.Edits - 1 });
        }

        if (_ring.Length > LeastRoom && _count <= _ring.Length / 4)
        {
            Resize(_ring.Length / 2);
        }
    }

    public LogSlice Read(LogRead read)
    {
        // Clamped before one is added or taken away: a client may ask for what is after the largest number there is.
        var low = Math.Max(Math.Min(read.After, Head) + 1, First);
        var high = Math.Min(Math.Max(read.Before, First) - 1, Head);
        if (low > high)
        {
            return new LogSlice([], First);
        }

        var events = new List<LogEvent>((int)Math.Min(read.Limit, high - low + 1));
        long bytes = 0;
        for (var i = 0L; i < read.Limit && low + i <= high; i++)
        {
            var place = PlaceOf(read.FromEnd ? high - i : low + i);
            ref var record = ref _events[place];
            var text = NewestText(in record);
            bytes += text is null ? record.TextBytes : Encoding.UTF8.GetByteCount(text);
            if (events.Count > 0 && bytes > read.MaxBytes)
            {
                break;
            }

            events.Add(_events.Read(place, text));
        }

        if (read.FromEnd)
        {
            events.Reverse();
        }

        return new LogSlice(events, First);
    }

    private void Edit(long target, string text)
    {
        Put(target, new Revision(text, (_revisions?.GetValueOrDefault(target).Edits ?? 0) + 1));
        if (OriginOf(target) is { Kind: not EventKind.Edit })
        {
            Wiped(target).Marks |= RecordMarks.IsEdited;
        }
    }

    private void Delete(long target)
    {
        if (OriginOf(target) is { IsMessage: true })
        {
            ref var record = ref Wiped(target);
            record.Kind = EventKind.Delete;
            record.Ref = target;
            record.Marks = (record.Marks | RecordMarks.HasRef) & ~RecordMarks.IsEdited;
        }

        if (_revisions is not null && _revisions.TryGetValue(target, out var edited))
        {
            Put(target, edited with { Text = "" });
        }
    }

    /// <summary>What is written of an event once its text is not.</summary>
    private ref EventRecord Wiped(long seq)
    {
        var place = PlaceOf(seq);
        _events.WipeText(place);
        return ref _events[place];
    }

    /// <summary>What an event reads as because of an edit; null when it reads as it is written.</summary>
    private string? NewestText(in EventRecord record)
    {
        if (record.Kind == EventKind.Edit && record.Has(RecordMarks.HasRef))
        {
            return _revisions![record.Ref].Text;
        }

        return record.Has(RecordMarks.IsEdited) ? _revisions![record.Seq].Text : null;
    }

    private void Put(long target, Revision revision)
    {
        _revisions ??= [];
        if (_revisions.TryGetValue(target, out var old))
        {
            RevisionBytes -= Cost(old);
        }

        if (revision.Edits == 0)
        {
            _revisions.Remove(target);
            return;
        }

        _revisions[target] = revision;
        RevisionBytes += Cost(revision);
    }

    private static int Cost(Revision revision) => RevisionOverhead + (2 * revision.Text.Length);

    private int Slot(long seq) => (_start + (int)(seq - First)) & (_ring.Length - 1);

    private void Resize(int room)
    {
        var resized = new long[room];
        for (var i = 0; i < _count; i++)
        {
            resized[i] = _ring[(_start + i) & (_ring.Length - 1)];
        }

        (_ring, _start) = (resized, 0);
    }

    /// <summary>What a message and its edits read as, and how many edits the log still holds.</summary>
    private readonly record struct Revision(string Text, int Edits);
}
