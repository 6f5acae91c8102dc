using System.Buffers;

namespace Chat.Protocol.Names.Unicode;

/// <summary>Unicode normalization (UAX #15): the forms D and KC.</summary>
internal static class Normalizer
{
    // While a text is put in order, a character's combining class stands above its code point's 21 bits.
    private const int CodeBits = 21;
    private const int CodeMask = (1 << CodeBits) - 1;
    private const int ClassCount = 256;

    // Below stands nothing that decomposes.
    private const int FirstDecomposing = 0xA0;
    private const int LongRun = 16;

    private static readonly SortedStarts CompositionFirsts = new(UnicodeTables.CompositionFirsts, valueBits: 0);

    public static void ToNfd(ReadOnlySpan<int> codes, CodePoints to) => Decompose(codes, compatible: false, to);

    public static void ToNfkc(ReadOnlySpan<int> codes, CodePoints to)
    {
        Decompose(codes, compatible: true, to);
        to.Truncate(Compose(to.Span));
    }

    private static void Decompose(ReadOnlySpan<int> codes, bool compatible, CodePoints to)
    {
        foreach (var code in codes)
        {
            if (code < FirstDecomposing)
            {
                to.Add(code);
            }
            else if (Hangul.IsSyllable(code))
            {
                Hangul.Decompose(code, to);
            }
            else if ((compatible && Mapping.Compatible.TryGet(code, out var mapped)) || Mapping.Canonical.TryGet(code, out mapped))
            {
                to.Add(mapped);
            }
            else
            {
                to.Add(code);
            }
        }

        Order(to.Span);
    }

    /// <summary>Puts every run of combining marks into the order of their classes; marks of one class stay as they are.</summary>
    private static void Order(Span<int> codes)
    {
        var start = 0;
        while (start < codes.Length)
        {
            var end = start;
            var sorted = true;
            for (; end < codes.Length && Properties.CombiningClass(codes[end]) is > 0 and var combining; end++)
            {
                codes[end] |= combining << CodeBits;
                sorted &= end == start || codes[end - 1] >> CodeBits <= combining;
            }

            var run = codes[start..end];
            if (!sorted)
            {
                Sort(run);
            }

            foreach (ref var code in run)
            {
                code &= CodeMask;
            }

            start = end + 1;
        }
    }

    private static void Sort(Span<int> run)
    {
        if (run.Length > LongRun)
        {
            SortLong(run);
            return;
        }

        for (var i = 1; i < run.Length; i++)
        {
            var code = run[i];
            var at = i;
            for (; at > 0 && run[at - 1] >> CodeBits > code >> CodeBits; at--)
            {
                run[at] = run[at - 1];
            }

            run[at] = code;
        }
    }

    /// <summary>A counting sort: a text of nothing but marks takes time in proportion to its length.</summary>
    private static void SortLong(Span<int> run)
    {
        Span<int> places = stackalloc int[ClassCount + 1];
        places.Clear();
        foreach (var code in run)
        {
            places[(code >> CodeBits) + 1]++;
        }

        for (var i = 1; i < places.Length; i++)
        {
            places[i] += places[i - 1];
        }

        var unsorted = ArrayPool<int>.Shared.Rent(run.Length);
        try
        {
            run.CopyTo(unsorted);
            foreach (var code in unsorted.AsSpan(0, run.Length))
            {
                run[places[code >> CodeBits]++] = code;
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(unsorted);
        }
    }

    /// <summary>Composes in place what can be composed.</summary>
    /// <returns>How many code points are left.</returns>
    private static int Compose(Span<int> codes)
    {
        int count = 0, starter = -1, lastClass = 0;
        foreach (var code in codes)
        {
            var combining = Properties.CombiningClass(code);
            var reaches = starter >= 0 && (starter == count - 1 || lastClass < combining);
            if (reaches && TryCompose(codes[starter], code, out var composite))
            {
                codes[starter] = composite;
                continue;
            }

            if (combining == 0)
            {
                starter = count;
            }

            lastClass = combining;
            codes[count++] = code;
        }

        return count;
    }

    private static bool TryCompose(int first, int second, out int composite)
    {
        composite = 0;
        if (second < FirstDecomposing)
        {
            return false;
        }

        if (Hangul.TryCompose(first, second, out composite))
        {
            return true;
        }

        var at = CompositionFirsts.LastAtMost(first);
        if (at < 0 || CompositionFirsts[at] != first)
        {
            return false;
        }

        var (start, end) = (UnicodeTables.CompositionPlaces[at], UnicodeTables.CompositionPlaces[at + 1]);
        var place = Array.BinarySearch(UnicodeTables.CompositionSeconds, start, end - start, second);
        if (place < 0)
        {
            return false;
        }

        composite = UnicodeTables.Composites[place];
        return true;
    }
}
