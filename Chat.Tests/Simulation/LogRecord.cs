using Chat.Protocol;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>All that one log ever held, and when.</summary>
internal sealed class LogRecord
{
    private readonly List<(long Stamp, long First)> _firsts = [(0, 1)];
    private readonly List<(long Stamp, long First)> _firstsTold = [(0, 1)];
    private readonly Dictionary<long, List<LogEvent>> _revisions = [];

    public LogRecord(LogId id)
    {
        Id = id;
    }

    public LogId Id { get; }

    /// <summary>In seq order from 1, those past retention included.</summary>
    public List<StoredEvent> Events { get; } = [];

    /// <summary>The oldest seq that is still kept.</summary>
    public long First => _firsts[^1].First;

    public void Add(StoredEvent stored)
    {
        Events.Add(stored);
        if (stored.Event is { Kind: EventKind.Edit or EventKind.Delete, Ref: { } target })
        {
            if (!_revisions.TryGetValue(target, out var revisions))
            {
                _revisions.Add(target, revisions = []);
            }

            revisions.Add(stored.Event);
        }
    }

    /// <summary>Retention has come up to <paramref name="first"/>.</summary>
    public void Evict(long first, long stamp)
    {
        for (var seq = First; seq < first; seq++)
        {
            Events[(int)seq - 1].EvictedAt = stamp;
        }

        if (first > First)
        {
            _firsts.Add((stamp, first));
        }
    }

    /// <summary>The server was told where the log begins.</summary>
    public void TellFirst(long stamp) => _firstsTold.Add((stamp, First));

    public long FirstAt(long stamp) => At(_firsts, stamp);

    public long FirstToldAt(long stamp) => At(_firstsTold, stamp);

    /// <summary>The newest seq that the server knew to be stored.</summary>
    public long KnownHead(long stamp) => CountUntil(stamp, static stored => stored.KnownAt);

    /// <summary>The newest seq that was stored, whether the server knew or not: readers of the log see it.</summary>
    public long StoredHead(long stamp) => CountUntil(stamp, static stored => stored.StoredAt);

    /// <summary>The texts and kinds that an event had from the moment the log had the head <paramref name="from"/> until it had <paramref name="to"/>.</summary>
    public IEnumerable<(EventKind Kind, string Text, long? Ref)> Versions(long seq, long from, long to)
    {
        var original = Events[(int)seq - 1].Event;
        var isMessage = original.Kind is EventKind.Text or EventKind.Action or EventKind.Notice;
        var target = isMessage ? seq : original.Kind == EventKind.Edit ? original.Ref!.Value : 0;
        var version = (original.Kind, original.Text, original.Ref);
        var versions = new List<(EventKind, string, long?)> { version };
        foreach (var revision in _revisions.GetValueOrDefault(target) ?? [])
        {
            if (revision.Seq <= seq || revision.Seq > to)
            {
                continue;
            }

            version = revision.Kind switch
            {
                EventKind.Edit => version with { Text = revision.Text },
                _ when isMessage => (EventKind.Delete, "", seq),
                _ => version with { Text = "" },
            };
            if (revision.Seq <= from)
            {
                versions.Clear();
            }

            versions.Add(version);
        }

        return versions;
    }

    private int CountUntil(long stamp, Func<StoredEvent, long> stampOf)
    {
        var (low, high) = (0, Events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (stampOf(Events[middle]) <= stamp)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static long At(List<(long Stamp, long First)> firsts, long stamp)
    {
        var index = firsts.FindLastIndex(entry => entry.Stamp <= stamp);
        return firsts[index].First;
    }
}
