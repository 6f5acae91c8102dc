using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chat.Bench.Peers.Fanout;

/// <summary>Counts numbers in steps of less than 1 % of their size, at the cost of one addition each.</summary>
internal sealed class Histogram
{
    private const int StepBits = 7;

    private readonly uint[] _counts = new uint[(64 - StepBits) << StepBits];
    private long _total;
    private long _most;

    /// <param name="value">Negative ones count as 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(long value)
    {
        value = Math.Max(value, 0);
        _counts[IndexOf((ulong)value)]++;
        _total++;
        _most = Math.Max(_most, value);
    }

    public void Clear()
    {
        Array.Clear(_counts);
        _total = 0;
        _most = 0;
    }

    /// <summary>The middle of the step that so many percent do not exceed; 0 without any.</summary>
    public double Percentile(double percent)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(percent / 100 * _total));
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                return Math.Min(MiddleOf(i), _most);
            }
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(ulong value)
    {
        if (value < 1 << StepBits)
        {
            return (int)value;
        }

        var shift = 63 - BitOperations.LeadingZeroCount(value) - StepBits;
        return ((shift + 1) << StepBits) + (int)((value >> shift) & ((1 << StepBits) - 1));
    }

    private static double MiddleOf(int index)
    {
        if (index < 1 << StepBits)
        {
            return index;
        }

        var shift = (index >> StepBits) - 1;
        var least = (double)((1UL << StepBits) + ((ulong)index & ((1 << StepBits) - 1))) * (1UL << shift);
        return least + ((1UL << shift) / 2.0);
    }
}
