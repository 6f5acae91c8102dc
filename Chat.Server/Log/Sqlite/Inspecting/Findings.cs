namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>What an inspection has found. Bounded: of one sort only the first are kept, and counted on.</summary>
internal sealed class Findings
{
    /// <summary>Findings of one sort that are kept.</summary>
    public const int MostOfASort = 20;

    private readonly List<string> _lines = [];
    private readonly Dictionary<string, long> _bySort = new(StringComparer.Ordinal);

    /// <summary>How many there are, those that are not kept included.</summary>
    public long Count { get; private set; }

    /// <summary>Those that are kept, in the order in which they were found; not escaped.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>How many of each sort are not kept.</summary>
    public IEnumerable<(string Sort, long Count)> More =>
        _bySort.Where(static sort => sort.Value > MostOfASort).Select(static sort => (sort.Key, sort.Value - MostOfASort));

    /// <summary>Adds one.</summary>
    /// <param name="sort">What it is about, in a word or two.</param>
    /// <param name="text">What is wrong, and where.</param>
    public void Add(string sort, string text)
    {
        Count++;
        var count = _bySort.GetValueOrDefault(sort) + 1;
        _bySort[sort] = count;
        if (count <= MostOfASort)
        {
            _lines.Add($"{sort}: {text}");
        }
    }
}
