using System.Text;

namespace Chat.Server.Log.Memory;

/// <summary>Searching: messages are looked at one after the other, from the newest.</summary>
internal sealed partial class MemoryEventLog
{
    /// <summary>Events that one search looks at before it tells where to go on, whatever it has found.</summary>
    public const int MaxLookedAt = 32_768;

    /// <summary>The same in characters of text.</summary>
    public const int MaxCharactersLookedAt = 2 * 1024 * 1024;

    private const int CopiedAtOnce = 256;

    public ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation)
    {
        var hits = new List<(LogId Log, LogEvent Event)>();
        var before = search.Before ?? long.MaxValue;
        var (events, characters, bytes) = (0, 0, 0L);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var copied = CopyBefore(before, search.Logs);
            foreach (var (place, log, logEvent) in copied)
            {
                if (events == MaxLookedAt || characters >= MaxCharactersLookedAt)
                {
                    return ValueTask.FromResult(new LogHits(hits, before));
                }

                if (new EventOrigin(logEvent.Author, logEvent.Kind).IsMessage && search.Query.IsMatch(logEvent.Text))
                {
                    bytes += Encoding.UTF8.GetByteCount(logEvent.Text);
                    if (hits.Count == search.Limit || (hits.Count > 0 && bytes > search.MaxBytes))
                    {
                        return ValueTask.FromResult(new LogHits(hits, before));
                    }

                    hits.Add((log, logEvent));
                }

                before = place;
                events++;
                characters += logEvent.Text.Length;
            }

            if (copied.Count < CopiedAtOnce)
            {
                return ValueTask.FromResult(new LogHits(hits, null));
            }
        }
    }

    /// <summary>The newest events of some logs before a place in commit order, newest first, as many as are copied under the lock at once.</summary>
    private List<(long Place, LogId Log, LogEvent Event)> CopyBefore(long before, IReadOnlyDictionary<LogId, long> heads)
    {
        var copied = new List<(long, LogId, LogEvent)>();
        var newest = new PriorityQueue<(MemoryLog Log, long Seq), long>(heads.Count);
        lock (_gate)
        {
            foreach (var (id, head) in heads)
            {
                if (_logs.TryGetValue(id, out var log) && log.LastBefore(before, head) is var last && last >= log.First)
                {
                    newest.Enqueue((log, last), -log.PlaceOf(last));
                }
            }

            while (copied.Count < CopiedAtOnce && newest.TryPeek(out var next, out var place))
            {
                copied.Add((-place, next.Log.Id, next.Log.At(next.Seq)));
                if (next.Seq > next.Log.First)
                {
                    newest.DequeueEnqueue((next.Log, next.Seq - 1), -next.Log.PlaceOf(next.Seq - 1));
                }
                else
                {
                    newest.Dequeue();
                }
            }
        }

        return copied;
    }
}
