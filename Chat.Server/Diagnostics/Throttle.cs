namespace Chat.Server.Diagnostics;

/// <summary>
/// Lets one of many through: the first, then at most one an interval, so that an error that repeats by the thousand does not fill the log. Any
/// thread may ask.
/// </summary>
internal sealed class Throttle
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Lock _lock = new();
    private long? _last;
    private long _skipped;

    /// <summary>A throttle that has let nothing through yet.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="interval">The shortest time between two that pass; one second when not given.</param>
    public Throttle(TimeProvider time, TimeSpan? interval = null)
    {
        _time = time;
        _interval = interval ?? TimeSpan.FromSeconds(1);
    }

    /// <summary>Asks to pass.</summary>
    /// <param name="skipped">How many were refused since the last that passed.</param>
    /// <returns>True when the interval is over.</returns>
    public bool TryPass(out long skipped)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (_last is { } last && _time.GetElapsedTime(last, now) < _interval)
            {
                skipped = ++_skipped;
                return false;
            }

            skipped = _skipped;
            _skipped = 0;
            _last = now;
            return true;
        }
    }
}
