using Chat.Protocol;
using Chat.Server.Log;

namespace Chat.Server.Sequencing;

/// <summary>Keys, authors and deletions of the newest events: what prepared reads cannot know yet. State of the sequencer's turn.</summary>
internal sealed class Recents
{
    private readonly Dictionary<PostKey, KeyedEvent> _keys = [];
    private readonly Dictionary<(LogId, long), (EventOrigin Origin, long Group)> _origins = [];
    private readonly Queue<(long Group, PostKey? Key, (LogId, long)? Origin)> _byAge = new();

    public int Count => _byAge.Count;

    /// <summary>The number under which the group now being decided will be committed.</summary>
    public long Group { get; private set; } = 1;

    public bool TryGet(PostKey key, out KeyedEvent keyed) => _keys.TryGetValue(key, out keyed);

    public bool TryGet(LogId log, long seq, out EventOrigin origin)
    {
        var found = _origins.TryGetValue((log, seq), out var known);
        origin = known.Origin;
        return found;
    }

    /// <summary>Returns what was known of the event before, for <see cref="Restore"/>.</summary>
    public (EventOrigin Origin, long Group)? Set(LogId log, long seq, EventOrigin origin)
    {
        (EventOrigin Origin, long Group)? before = _origins.TryGetValue((log, seq), out var known) ? known : null;
        _origins[(log, seq)] = (origin, Group);
        return before;
    }

    public void Restore(LogId log, long seq, (EventOrigin Origin, long Group)? before)
    {
        if (before is { } known)
        {
            _origins[(log, seq)] = known;
        }
        else
        {
            _origins.Remove((log, seq));
        }
    }

    public void Add(KeyedEvent keyed) => _keys[keyed.Key] = keyed;

    public void Remove(PostKey key) => _keys.Remove(key);

    /// <summary>The group is committed; the next one begins.</summary>
    public void Committed(IEnumerable<LogAppend> appends)
    {
        foreach (var append in appends)
        {
            foreach (var e in append.Events)
            {
                PostKey? key = e.Key is { } given ? new PostKey(e.Author, given) : null;
                _byAge.Enqueue((Group, key, (append.Log, e.Seq)));
                if (e is { Kind: EventKind.Delete, Ref: { } deleted })
                {
                    _byAge.Enqueue((Group, null, (append.Log, deleted)));
                }
            }
        }

        Group++;
    }

    /// <summary>The store has told of a post that was not known here: it is kept like one of the group now being decided.</summary>
    public void Learn(KeyedEvent keyed)
    {
        Add(keyed);
        _byAge.Enqueue((Group, keyed.Key, null));
    }

    /// <summary>Forgets what every prepared read to come has seen.</summary>
    public void Forget(long floor)
    {
        while (_byAge.TryPeek(out var oldest) && oldest.Group <= floor)
        {
            _byAge.Dequeue();
            if (oldest.Key is { } key)
            {
                _keys.Remove(key);
            }

            if (oldest.Origin is { } place && _origins.TryGetValue(place, out var known) && known.Group <= floor)
            {
                _origins.Remove(place);
            }
        }
    }
}
