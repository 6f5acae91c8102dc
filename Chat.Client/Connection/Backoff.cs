namespace Chat.Client.Connection;

/// <summary>
/// How long to wait before the next try: doubling from the least up to the most, each time cut by a random
/// part of up to a half, so that a crowd does not come back at once.
/// </summary>
internal sealed class Backoff(TimeSpan least, TimeSpan most, Random random)
{
    /// <summary>A connection that lived this long was a good one: the next wait is short again.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromSeconds(10);

    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        var full = Math.Min(most.TotalSeconds, least.TotalSeconds * Math.Pow(2, Math.Min(_failures, 10)));
        _failures++;
        return Whole(full * (0.5 + (0.5 * random.NextDouble())));
    }

    /// <summary>The server's own wish, with up to a tenth more, and never less than ours when it was refused before.</summary>
    public TimeSpan Next(TimeSpan wished)
    {
        var ours = _failures == 0 ? TimeSpan.Zero : Next();
        _failures = Math.Max(_failures, 1);
        var theirs = Whole(Math.Clamp(wished.TotalSeconds, 0, 600) * (1 + (0.1 * random.NextDouble())));
        return theirs > ours ? theirs : ours;
    }

    /// <summary>Whole milliseconds, which is what timers keep.</summary>
    private static TimeSpan Whole(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
}
