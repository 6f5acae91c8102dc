using Chat.Protocol;
using Chat.Protocol.Search;
using Chat.Server.Log;

namespace Chat.Tests.Log.Sqlite;

/// <summary>What a store has to hold after the groups that were appended to it, by the plainest means; and the same as text, to be compared.</summary>
internal sealed class StoreModel
{
    private readonly Dictionary<LogId, List<LogEvent>> _logs = [];
    private readonly SortedDictionary<string, KeyedEvent> _keys = new(StringComparer.Ordinal);

    public SystemState System { get; private set; } = new();

    public long SystemHead { get; private set; }

    public IReadOnlyDictionary<LogId, List<LogEvent>> Logs => _logs;

    /// <summary>All keys, in an order of their own.</summary>
    public IEnumerable<KeyedEvent> Keys => _keys.Values;

    public void Apply(LogBatch batch)
    {
        foreach (var append in batch.Logs)
        {
            var past = _logs.TryGetValue(append.Log, out var known) ? known : _logs[append.Log] = [];
            foreach (var next in append.Events)
            {
                for (var i = 0; i < past.Count; i++)
                {
                    past[i] = past[i].RevisedBy(next);
                }

                past.Add(next);
                if (next.Key is { } key)
                {
                    _keys.Add($"{next.Author.Value} {key}", new KeyedEvent(new PostKey(next.Author, key), append.Log, next.Seq, next.Time));
                }
            }
        }

        foreach (var systemEvent in batch.System?.Events ?? [])
        {
            SystemHead++;
            System.Apply(systemEvent);
        }
    }

    /// <summary>Everything that can be asked of a store, as the model has it.</summary>
    public string Text(IEnumerable<PostKey> keys, string words)
    {
        var lines = new List<string>();
        lines.AddRange(StateLines(System));
        foreach (var (log, events) in Sorted(_logs))
        {
            lines.Add(TailLine(new LogTail(new LogBounds(log, 1, events.Count), events[^1].Time, TopicOf(events))));
            lines.AddRange(events.Select(EventLine));
        }

        var known = _keys.Values.ToDictionary(static key => key.Key);
        lines.AddRange(keys.Select(key => KeyLine(key, known.TryGetValue(key, out var found) ? found : null)));
        var query = SearchQuery.TryParse(words, out var parsed) ? parsed : throw new ArgumentException(words, nameof(words));
        lines.AddRange(HitLines(
            _logs.SelectMany(log => log.Value.Where(e => new EventOrigin(e.Author, e.Kind).IsMessage && query.IsMatch(e.Text)).Select(e => (log.Key, e)))));
        return string.Join('\n', lines);
    }

    /// <summary>The same as a store tells it. Not for one that has lost events to retention.</summary>
    /// <param name="bench">Has the store open.</param>
    /// <param name="opened">What opening it told; null when it has gone on since.</param>
    /// <param name="keys">The keys to ask for.</param>
    /// <param name="words">The words to look for.</param>
    public static async Task<string> TextAsync(StoreBench bench, OpenedLog? opened, IEnumerable<PostKey> keys, string words)
    {
        var state = await bench.Store.ReadStateAsync(CancellationToken.None);
        var lines = new List<string>();
        lines.AddRange(StateLines(state.System));
        var bounds = (opened?.Logs ?? state.Tails.Values.Select(static tail => tail.Bounds)).ToDictionary(static log => log.Log);
        foreach (var (log, tail) in Sorted(state.Tails))
        {
            lines.Add(TailLine(tail) + (bounds[log] == tail.Bounds ? "" : " but its bounds differ"));
            lines.AddRange((await bench.ReadAsync(log)).Select(EventLine));
        }

        foreach (var key in keys)
        {
            lines.Add(KeyLine(key, await bench.FindKeyAsync(key)));
        }

        lines.AddRange(HitLines(await bench.SearchAsync(words, bounds.Keys)));
        return string.Join('\n', lines);
    }

    private static string? TopicOf(List<LogEvent> events) =>
        events.LastOrDefault(static e => e.Kind == EventKind.Topic) is { Text.Length: > 0 } topic ? topic.Text : null;

    private static string TailLine(LogTail tail) => $"log {tail.Bounds.Log} {tail.Bounds.First}-{tail.Bounds.Head} at {tail.LastTime} topic {tail.Topic ?? "-"}";

    private static string EventLine(LogEvent e) => $"  {e.Seq} {e.Time} {e.Author.Value} {e.Nick} {e.Kind} '{e.Text}' {e.Ref} {e.Key}";

    private static string KeyLine(PostKey key, KeyedEvent? found) => $"key {key.User.Value} {key.Key}: {found?.Log} {found?.Seq} {found?.Time}";

    private static IEnumerable<string> HitLines(IEnumerable<(LogId Log, LogEvent Event)> hits) =>
        hits.OrderBy(static hit => hit.Log.Value).ThenBy(static hit => hit.Event.Seq).Select(static hit => $"hit {hit.Log} {EventLine(hit.Event)}");

    private static IEnumerable<KeyValuePair<LogId, T>> Sorted<T>(IReadOnlyDictionary<LogId, T> logs) => logs.OrderBy(static log => log.Key.Value);

    private static IEnumerable<string> StateLines(SystemState state)
    {
        foreach (var user in state.Users.Values.OrderBy(static user => user.Id.Value))
        {
            var secrets = string.Join(' ', user.Secrets.Select(static secret => $"{secret.Hash.Value:N}@{secret.EndedAt}"));
            yield return $"user {user.Id.Value} {user.Nick} since {user.Since} forgotten {user.IsForgotten} secrets {secrets} blocks {Ids(user.Blocked)}";
        }

        foreach (var room in state.Rooms.Values.OrderBy(static room => room.Log.Value))
        {
            yield return $"room {room.Log} {room.Name} {room.Pair} with {Ids(room.Members)} hidden for {Ids(room.HiddenFor)}";
        }
    }

    private static string Ids(IEnumerable<UserId> users) => string.Join(' ', users.Select(static user => user.Value).Order());
}
