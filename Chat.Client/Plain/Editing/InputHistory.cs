namespace Chat.Client.Plain.Editing;

/// <summary>
/// The lines typed before, and the place in them that is looked at. A line that is changed while it is looked at keeps its change until
/// one is sent. Used by one thread at a time.
/// </summary>
/// <param name="earlier">Lines of earlier runs, the newest last.</param>
/// <param name="keep">Told of every line that is added.</param>
internal sealed class InputHistory(IEnumerable<string> earlier, Action<string>? keep = null)
{
    /// <summary>Lines remembered; the oldest is forgotten first.</summary>
    public const int MaxEntries = 500;

    private readonly List<string> _entries = [.. earlier.TakeLast(MaxEntries)];
    private readonly Dictionary<int, string> _changed = [];
    private int? _at;

    public InputHistory()
        : this([])
    {
    }

    public int Count => _entries.Count;

    public string this[int index] => _entries[index];

    private int At => _at ?? _entries.Count;

    /// <summary>Takes a line that was sent, and looks at none any more. Nothing but spaces, and the same once more, is not remembered.</summary>
    public void Add(string line)
    {
        Leave();
        if (string.IsNullOrWhiteSpace(line) || (_entries.Count > 0 && _entries[^1] == line))
        {
            return;
        }

        _entries.Add(line);
        if (_entries.Count > MaxEntries)
        {
            _entries.RemoveAt(0);
        }

        keep?.Invoke(line);
    }

    /// <summary>Goes to the line before.</summary>
    /// <param name="shown">What is in the editor, to be found again on the way back.</param>
    /// <returns>That line; null when there is none.</returns>
    public string? Older(string shown) => Go(At - 1, shown);

    /// <summary>Goes to the line after; the last one is what was being typed.</summary>
    /// <param name="shown">What is in the editor, to be found again on the way back.</param>
    /// <returns>That line; null when there is none.</returns>
    public string? Newer(string shown) => Go(At + 1, shown);

    /// <summary>Looks at one of the lines, as if one had gone there.</summary>
    public void GoTo(int index, string shown) => Go(index, shown);

    /// <summary>Looks at none of them any more.</summary>
    public void Leave()
    {
        _at = null;
        _changed.Clear();
    }

    private string? Go(int to, string shown)
    {
        if (to < 0 || to > _entries.Count)
        {
            return null;
        }

        _changed[At] = shown;
        _at = to;
        return _changed.TryGetValue(to, out var changed) ? changed : to < _entries.Count ? _entries[to] : "";
    }
}
