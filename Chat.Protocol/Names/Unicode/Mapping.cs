using System.Runtime.InteropServices;

namespace Chat.Protocol.Names.Unicode;

/// <summary>A mapping from code points to texts, packed as generate.py packs it: runs of consecutive code points.</summary>
internal sealed class Mapping
{
    private const int PoolFirst = 0xD800;
    private const int PoolLast = 0xF8FF;

    private readonly SortedStarts _starts;
    private readonly ushort[] _places;
    private readonly ushort[] _values;
    private readonly ushort[] _pool;

    private Mapping(int[] starts, ushort[] places, ushort[] values, ushort[] pool)
    {
        _starts = new SortedStarts(starts, valueBits: 0);
        _places = places;
        _values = values;
        _pool = pool;
    }

    public static Mapping Canonical { get; } = new(
        UnicodeTables.CanonicalStarts, UnicodeTables.CanonicalPlaces, UnicodeTables.CanonicalValues, UnicodeTables.CanonicalPool);

    public static Mapping Compatible { get; } = new(
        UnicodeTables.CompatibleStarts, UnicodeTables.CompatiblePlaces, UnicodeTables.CompatibleValues, UnicodeTables.CompatiblePool);

    public static Mapping Fold { get; } = new(
        UnicodeTables.FoldStarts, UnicodeTables.FoldPlaces, UnicodeTables.FoldValues, UnicodeTables.FoldPool);

    public static Mapping Prototype { get; } = new(
        UnicodeTables.PrototypeStarts, UnicodeTables.PrototypePlaces, UnicodeTables.PrototypeValues, UnicodeTables.PrototypePool);

    public bool TryGet(int code, out ReadOnlySpan<char> mapped)
    {
        mapped = default;
        var run = _starts.LastAtMost(code);
        if (run < 0)
        {
            return false;
        }

        var place = _places[run] + code - _starts[run];
        if (place >= _places[run + 1])
        {
            return false;
        }

        int value = _values[place];
        var units = value is >= PoolFirst and <= PoolLast
            ? _pool.AsSpan(value - PoolFirst + 1, _pool[value - PoolFirst])
            : _values.AsSpan(place, 1);
        mapped = MemoryMarshal.Cast<ushort, char>(units);
        return true;
    }
}
