using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chat.Bench.Measuring;

/// <summary>
/// How often which time was measured, to within one percent, in memory that does not grow. One thread adds; others may read meanwhile and get what there was a
/// moment ago.
/// </summary>
internal sealed class Latencies
{
    /// <summary>So many steps lie between a value and its double.</summary>
    private const int Steps = 128;

    private const int StepBits = 7;
    private const int Doublings = 40;

    private readonly long[] _counts = new long[(Doublings + 1) * Steps];

    /// <summary>The longest, exactly.</summary>
    public long Most { get; private set; }

    public long Count => _counts.Sum();

    /// <param name="value">What was measured, in any unit, at least 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long value)
    {
        _counts[Place(value)]++;
        if (value > Most)
        {
            Most = value;
        }
    }

    /// <summary>Adds what another one has.</summary>
    public void Add(Latencies other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Most = Math.Max(Most, other.Most);
    }

    /// <summary>What was added since an earlier copy of it; the longest is that of all the time.</summary>
    public Latencies Since(Latencies earlier)
    {
        var since = new Latencies { Most = Most };
        for (var i = 0; i < _counts.Length; i++)
        {
            since._counts[i] = Math.Max(0, _counts[i] - earlier._counts[i]);
        }

        return since;
    }

    /// <summary>The least value that so many percent do not exceed, at most one percent too high; 0 without any.</summary>
    public long Percentile(double percent)
    {
        var left = Math.Max(1, (long)Math.Ceiling(percent / 100 * Count));
        for (var i = 0; i < _counts.Length; i++)
        {
            left -= _counts[i];
            if (left <= 0)
            {
                return Math.Min(Highest(i), Most);
            }
        }

        return 0;
    }

    /// <summary>Values below two times <see cref="Steps"/> have a place each; from there on every doubling has <see cref="Steps"/> of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Place(long value)
    {
        if (value < 2 * Steps)
        {
            return (int)Math.Max(0, value);
        }

        var shift = BitOperations.Log2((ulong)value) - StepBits;
        return Math.Min((shift * Steps) + (int)(value >> shift), ((Doublings + 1) * Steps) - 1);
    }

    private static long Highest(int place)
    {
        if (place < 2 * Steps)
        {
            return place;
        }

        var shift = (place / Steps) - 1;
        return (((long)(place - (shift * Steps)) + 1) << shift) - 1;
    }
}
