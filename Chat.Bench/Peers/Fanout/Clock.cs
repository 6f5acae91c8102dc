using System.Diagnostics;

namespace Chat.Bench.Peers.Fanout;

/// <summary>A time that only goes forward, in ns.</summary>
internal static class Clock
{
    public const long Second = 1_000_000_000;
    public const long Millisecond = 1_000_000;

    private static readonly bool IsNanoseconds = Stopwatch.Frequency == Second;

    public static long Now => IsNanoseconds ? Stopwatch.GetTimestamp() : (long)(Stopwatch.GetTimestamp() * ((double)Second / Stopwatch.Frequency));
}
