namespace Chat.Client.Plain.Editing;

/// <summary>What was cut out of lines, to be put in again. Used by one thread at a time.</summary>
internal sealed class KillRing
{
    /// <summary>Kills kept; the oldest is forgotten first.</summary>
    public const int MaxKills = 30;

    private readonly List<string> _kills = [];
    private int _at;

    /// <summary>Takes what was cut.</summary>
    /// <param name="text">What was cut.</param>
    /// <param name="joins">It was cut right after the one before, and is one with it.</param>
    /// <param name="before">It stood before what it joins.</param>
    public void Add(string text, bool joins, bool before)
    {
        if (joins && _kills.Count > 0)
        {
            _kills[^1] = before ? text + _kills[^1] : _kills[^1] + text;
        }
        else
        {
            _kills.Add(text);
            if (_kills.Count > MaxKills)
            {
                _kills.RemoveAt(0);
            }
        }

        _at = _kills.Count - 1;
    }

    /// <summary>What was cut last, or what <see cref="Rotate"/> has got to; null when nothing was.</summary>
    public string? Current() => _kills.Count > 0 ? _kills[_at] : null;

    /// <summary>Goes on to the one before; after the oldest comes the newest.</summary>
    public string? Rotate()
    {
        if (_kills.Count > 0)
        {
            _at = (_at + _kills.Count - 1) % _kills.Count;
        }

        return Current();
    }
}
