namespace Chat.Server.Sessions;

/// <summary>A bucket of tokens for one session. Owned by the session's frame loop.</summary>
internal sealed class RateLimiter
{
    private readonly RateLimit _limit;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _filledAt;
    private long? _slowedSince;

    public RateLimiter(RateLimit limit, TimeProvider time)
    {
        _limit = limit;
        _time = time;
        _tokens = limit.Burst;
        _filledAt = time.GetTimestamp();
    }

    /// <summary>How long requests have come faster than they may, without a break; zero when they do not.</summary>
    public TimeSpan SlowedFor => _slowedSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Takes a token, or tells how long until there is one.</summary>
    public TimeSpan TryTake()
    {
        Fill();
        if (_tokens >= 1)
        {
            _tokens--;
            return TimeSpan.Zero;
        }

        _slowedSince ??= _time.GetTimestamp();
        return TimeSpan.FromSeconds((1 - _tokens) / _limit.PerSecond) + TimeSpan.FromMilliseconds(1);
    }

    /// <summary>The next request came when there was a token without waiting: nobody is in a hurry any more.</summary>
    public void Relax() => _slowedSince = null;

    private void Fill()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(_limit.Burst, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * _limit.PerSecond));
        _filledAt = now;
    }
}
