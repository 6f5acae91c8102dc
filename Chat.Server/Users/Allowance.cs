namespace Chat.Server.Users;

/// <summary>
/// How often somebody may do something within a time: so many times at once, and as many again over the time. A token bucket for each who does it. State of the
/// sequencer's turn.
/// </summary>
/// <typeparam name="TKey">Who is counted.</typeparam>
internal sealed class Allowance<TKey>
    where TKey : notnull
{
    /// <summary>How many are counted at the most. When there are more, all are forgotten: an attacker with that many addresses is not stopped by counting them.</summary>
    public const int MaxCounted = 50_000;

    private readonly int? _most;
    private readonly long _period;
    private readonly Dictionary<TKey, (double Left, long At)> _left = [];

    /// <param name="most">How often; null for no limit.</param>
    /// <param name="period">The time in ms.</param>
    public Allowance(int? most, long period)
    {
        _most = most;
        _period = period;
    }

    /// <summary>How long to wait for the next time, in ms from 1; null when there is no need to.</summary>
    public int? WaitOf(TKey key, long now) =>
        _most is { } most && Left(key, most, now) is < 1 and var left ? (int)Math.Min(int.MaxValue, Math.Ceiling((1 - left) * _period / most)) : null;

    /// <summary>Counts one time.</summary>
    /// <returns>How to take it back.</returns>
    public Action Take(TKey key, long now)
    {
        if (_most is not { } most)
        {
            return static () => { };
        }

        var had = _left.TryGetValue(key, out var before);
        if (!had && _left.Count >= MaxCounted)
        {
            _left.Clear();
        }

        _left[key] = (Left(key, most, now) - 1, now);
        return () =>
        {
            if (had)
            {
                _left[key] = before;
            }
            else
            {
                _left.Remove(key);
            }
        };
    }

    private double Left(TKey key, int most, long now) =>
        _left.TryGetValue(key, out var known) ? Math.Min(most, known.Left + ((double)Math.Max(0, now - known.At) * most / _period)) : most;
}
