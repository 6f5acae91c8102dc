using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Chat.Server.Log.Sqlite;

/// <summary>What number each log has in this database, and its bounds. Changed by the writer; any thread may ask.</summary>
internal sealed class LogNumbers
{
    private readonly ConcurrentDictionary<LogId, Entry> _byId = [];
    private readonly ConcurrentDictionary<long, LogId> _byNumber = [];

    public IEnumerable<LogBounds> Bounds => _byId.Select(static pair => pair.Value.BoundsOf(pair.Key));

    public IEnumerable<KeyValuePair<LogId, Entry>> All => _byId;

    public bool TryGet(LogId log, out Entry entry) => _byId.TryGetValue(log, out entry);

    public bool TryGet(long number, [NotNullWhen(true)] out LogId? log)
    {
        var found = _byNumber.TryGetValue(number, out var id);
        log = found ? id : null;
        return found;
    }

    public void Set(LogId log, Entry entry)
    {
        _byId[log] = entry;
        _byNumber[entry.Number] = log;
    }

    public void Clear()
    {
        _byId.Clear();
        _byNumber.Clear();
    }

    /// <param name="Number">From 1.</param>
    /// <param name="First">The oldest seq kept.</param>
    /// <param name="Head">The newest seq.</param>
    internal readonly record struct Entry(long Number, long First, long Head)
    {
        public LogBounds BoundsOf(LogId log) => new(log, First, Head);
    }
}
