namespace Chat.Protocol.Names.Unicode;

/// <summary>The sorted first code points of ranges, with a page index on top, so that a look-up compares with a handful of them. Immutable.</summary>
internal sealed class SortedStarts
{
    private const int PageBits = 7;

    // Planes 0 to 2; what is above has nearly nothing and is the last page.
    private const int PageCount = 0x30000 >> PageBits;

    private readonly int[] _starts;
    private readonly int _valueBits;
    private readonly ushort[] _pages = new ushort[PageCount + 2];

    /// <summary>Indexes what generate.py wrote.</summary>
    /// <param name="starts">Code points, shifted left by <paramref name="valueBits"/>; below them may stand a value.</param>
    /// <param name="valueBits">How many bits that value has.</param>
    public SortedStarts(int[] starts, int valueBits)
    {
        _starts = starts;
        _valueBits = valueBits;
        var index = 0;
        for (var page = 0; page <= PageCount; page++)
        {
            while (index < starts.Length && starts[index] >> valueBits < page << PageBits)
            {
                index++;
            }

            _pages[page] = (ushort)index;
        }

        _pages[PageCount + 1] = (ushort)starts.Length;
    }

    public int this[int index] => _starts[index];

    /// <summary>The index of the last start that is not above the code point, or -1.</summary>
    public int LastAtMost(int code)
    {
        var page = Math.Min(code >> PageBits, PageCount);
        int low = _pages[page], high = _pages[page + 1];
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_starts[middle] >> _valueBits <= code)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
