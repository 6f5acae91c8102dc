namespace Chat.Server.Sessions;

/// <summary>Looks after all sessions once a second: Hello in time, signs of life, peers that take nothing.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SessionRegistry _sessions;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _last;
    private int _isBeating;

    public Heartbeat(SessionRegistry sessions, TimeProvider time)
    {
        _sessions = sessions;
        _time = time;
        _last = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((Heartbeat)state!).Beat(), this, Interval, Interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Beat()
    {
        // A beat that takes longer than the interval is not overtaken by the next.
        if (Interlocked.Exchange(ref _isBeating, 1) == 1)
        {
            return;
        }

        var now = _time.GetTimestamp();
        var elapsed = _time.GetElapsedTime(_last, now);
        _last = now;
        foreach (var session in _sessions.Sessions)
        {
            session.Tick(elapsed);
        }

        Volatile.Write(ref _isBeating, 0);
    }
}
