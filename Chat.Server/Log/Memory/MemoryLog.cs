using System.Diagnostics.CodeAnalysis;
using Chat.Protocol;

namespace Chat.Server.Log.Memory;

/// <summary>One log in memory: a queue of events that grows at its head and loses its oldest. Owned by its store's lock.</summary>
/// <remarks>
/// All edits of one message read the same, so their text is kept once, beside the queue: an edit costs the same
/// however many went before it.
/// </remarks>
internal sealed class MemoryLog
{
    /// <summary>What an event costs beside its text: the object, its place, its key.</summary>
    private const int EventOverhead = 328;

    private const int LeastRoom = 4;

    private Held[] _ring = new Held[LeastRoom];
    private int _start;
    private int _count;
    private Dictionary<long, Revision>? _revisions;
    private long _bytes;

    public MemoryLog(LogId id, long head)
    {
        Id = id;
        First = head + 1;
    }

    public LogId Id { get; }

    public long First { get; private set; }

    public long Head => First + _count - 1;

    public bool IsEmpty => _count == 0;

    public LogBounds Bounds => new(Id, First, Head);

    public bool TryGet(long seq, [NotNullWhen(true)] out LogEvent? logEvent)
    {
        logEvent = seq >= First && seq <= Head ? _ring[Slot(seq)].Event : null;
        return logEvent is not null;
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
    public long PlaceOf(long seq) => _ring[Slot(seq)].Place;

    /// <summary>Adds the next event and makes it true of the past; returns by how many bytes the log grew (or shrank).</summary>
    public int Add(LogEvent logEvent, long place)
    {
        var before = _bytes;
        Revise(logEvent);
        if (_count == _ring.Length)
        {
            Resize(_ring.Length * 2);
        }

        if (logEvent is { Kind: EventKind.Edit, Ref: { } target })
        {
            Put(target, new Revision(logEvent.Text, (_revisions?.GetValueOrDefault(target).Edits ?? 0) + 1));
            logEvent = logEvent with { Text = "" };
        }

        _ring[(_start + _count) & (_ring.Length - 1)] = new Held(logEvent, place);
        _count++;
        _bytes += Cost(logEvent.Text) + EventOverhead;
        return (int)(_bytes - before);
    }

    /// <summary>Takes the oldest event out; returns by how many bytes the log shrank.</summary>
    public int DropFirst(out LogEvent dropped)
    {
        var before = _bytes;
        dropped = _ring[_start].Event;
        _ring[_start] = default;
        _start = (_start + 1) & (_ring.Length - 1);
        _count--;
        First++;
        _bytes -= Cost(dropped.Text) + EventOverhead;
        if (dropped is { Kind: EventKind.Edit, Ref: { } target } && _revisions is not null)
        {
            var revision = _revisions[target];
            Put(target, revision with { Edits = revision.Edits - 1 });
        }

        if (_ring.Length > LeastRoom && _count <= _ring.Length / 4)
        {
            Resize(_ring.Length / 2);
        }

        return (int)(before - _bytes);
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
            var logEvent = At(read.FromEnd ? high - i : low + i);
            bytes += MemoryEventLog.TextBytes(logEvent);
            if (events.Count > 0 && bytes > read.MaxBytes)
            {
                break;
            }

            events.Add(logEvent);
        }

        if (read.FromEnd)
        {
            events.Reverse();
        }

        return new LogSlice(events, First);
    }

    private void Revise(LogEvent revision)
    {
        if (revision is not { Kind: EventKind.Edit or EventKind.Delete, Ref: { } target })
        {
            return;
        }

        if (target >= First && target <= Head)
        {
            ref var slot = ref _ring[Slot(target)];
            _bytes -= Cost(slot.Event.Text);
            slot = slot with { Event = slot.Event.RevisedBy(revision) };
            _bytes += Cost(slot.Event.Text);
        }

        if (revision.Kind == EventKind.Delete && _revisions is not null && _revisions.TryGetValue(target, out var edited))
        {
            Put(target, edited with { Text = "" });
        }
    }

    private void Put(long target, Revision revision)
    {
        _revisions ??= [];
        if (_revisions.TryGetValue(target, out var old))
        {
            _bytes -= Cost(old.Text);
        }

        if (revision.Edits == 0)
        {
            _revisions.Remove(target);
            return;
        }

        _revisions[target] = revision;
        _bytes += Cost(revision.Text);
    }

    private LogEvent At(long seq)
    {
        var logEvent = _ring[Slot(seq)].Event;
        return logEvent is { Kind: EventKind.Edit, Ref: { } target } ? logEvent with { Text = _revisions![target].Text } : logEvent;
    }

    private static int Cost(string text) => 2 * text.Length;

    private int Slot(long seq) => (_start + (int)(seq - First)) & (_ring.Length - 1);

    private void Resize(int room)
    {
        var resized = new Held[room];
        for (var i = 0; i < _count; i++)
        {
            resized[i] = _ring[(_start + i) & (_ring.Length - 1)];
        }

        (_ring, _start) = (resized, 0);
    }

    /// <summary>An event and its place in commit order over all logs.</summary>
    private readonly record struct Held(LogEvent Event, long Place);

    /// <summary>What the edits of one message read as, and how many of them the log still holds.</summary>
    private readonly record struct Revision(string Text, int Edits);
}
