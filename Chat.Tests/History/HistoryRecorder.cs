using System.Collections.Concurrent;

namespace Chat.Tests.History;

/// <summary>
/// Takes down what the clients of a server under test do and see. To be called from any thread. The checker can only be as right as the order
/// it is told: what is sent is recorded before it is sent, what is read after it was read, and each session's requests, and each session's
/// reads, in their order.
/// </summary>
internal sealed class HistoryRecorder
{
    private readonly ConcurrentQueue<HistoryEvent> _events = new();

    /// <summary>One string for all that are equal: an event that a hundred sessions read is held once, and compared by reference.</summary>
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly bool _hasRetention;
    private long _stamp;
    private long _calmAt;
    private int _sessions;
    private int _epoch = 1;

    public HistoryRecorder(bool hasRetention = false)
    {
        _hasRetention = hasRetention;
    }

    /// <summary>A connection has been welcomed as <paramref name="nick"/>.</summary>
    /// <param name="user">The same for all connections of one user: those with his device key, or with a secret of his that was taken.</param>
    public SessionRecorder Open(string user, string nick)
    {
        var session = new SessionRecorder(this, new Session(Interlocked.Increment(ref _sessions), user, Volatile.Read(ref _epoch)));
        session.Renamed(nick);
        return session;
    }

    /// <summary>A new run of the server begins.</summary>
    public void Restarted() => Interlocked.Increment(ref _epoch);

    /// <summary>No faults from here on: whoever is joined in the end must have everything.</summary>
    public void Calmed() => Volatile.Write(ref _calmAt, Next());

    /// <summary>All that was recorded, judged by the logs as they are now. Sessions that shall have everything are ended only after this.</summary>
    public RecordedHistory Finish(IEnumerable<FinalLog> logs)
    {
        var events = _events.ToArray();
        Array.Sort(events, static (one, other) => one.Stamp.CompareTo(other.Stamp));
        var calmAt = Volatile.Read(ref _calmAt);
        return new RecordedHistory { Events = events, Logs = [.. logs], CalmAt = calmAt == 0 ? null : calmAt, HasRetention = _hasRetention };
    }

    internal long Next() => Interlocked.Increment(ref _stamp);

    internal void Add(HistoryEvent happened) => _events.Enqueue(happened);

    internal string Shared(string text) => _texts.GetOrAdd(text, text);
}
