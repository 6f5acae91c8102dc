using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>All that the store ever took, whatever the server believes, and when it took it and told so.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<Guid, List<StoredEvent>> _byKey = [];

    public Dictionary<LogId, LogRecord> Logs { get; } = [];

    public IEnumerable<StoredEvent> Events => Logs.Values.SelectMany(static log => log.Events);

    public LogRecord this[LogId log]
    {
        get
        {
            if (!Logs.TryGetValue(log, out var record))
            {
                Logs.Add(log, record = new LogRecord(log));
            }

            return record;
        }
    }

    public IReadOnlyList<StoredEvent> ByKey(Guid key) => _byKey.GetValueOrDefault(key) ?? [];

    /// <summary>The stored event that a frame can only mean. What moderators did has no key, but a text that never changes.</summary>
    public StoredEvent? Find(Guid? key, long seq, long time, string nick, string text) => ByKey(key ?? default).FirstOrDefault(stored =>
        stored.Event.Seq == seq && stored.Event.Time == time && stored.Event.Nick == nick && (key is not null || stored.Event.Text == text));

    /// <summary>The stored event that a hit can only mean: it had that text at some time.</summary>
    public StoredEvent? Find(Hit hit) => Logs.Values
        .Where(log => hit.Seq >= 1 && hit.Seq <= log.Events.Count)
        .Select(log => (Log: log, Stored: log.Events[(int)hit.Seq - 1]))
        .FirstOrDefault(found => found.Stored.Event.Time == hit.Time && found.Stored.Event.Nick == hit.Nick
            && found.Log.Versions(hit.Seq, 0, long.MaxValue).Any(version => (version.Kind, version.Text) == (hit.Kind, hit.Text))).Stored;

    public List<StoredEvent> Store(IReadOnlyList<LogAppend> group, long stamp)
    {
        var stored = new List<StoredEvent>();
        foreach (var append in group)
        {
            foreach (var logEvent in append.Events)
            {
                var entry = new StoredEvent(append.Log, logEvent, stamp);
                this[append.Log].Add(entry);
                stored.Add(entry);
                var key = logEvent.Key ?? default;
                if (!_byKey.TryGetValue(key, out var same))
                {
                    _byKey.Add(key, same = []);
                }

                same.Add(entry);
            }
        }

        return stored;
    }
}
