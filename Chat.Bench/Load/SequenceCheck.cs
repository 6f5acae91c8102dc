namespace Chat.Bench.Load;

/// <summary>
/// Holds what one member is sent of one room against what it has to be: every seq once, in order, without gaps. What is wrong is added to a tally. Owned by
/// the member's loop.
/// </summary>
internal sealed class SequenceCheck
{
    /// <summary>Of a gap wider than this it is not remembered which seqs are missing: when they come after all, they count as doubled.</summary>
    private const int WidestGap = 100_000;

    private readonly Tally _tally;
    private HashSet<long>? _missing;
    private bool _hasWideGap;

    /// <param name="tally">Where to count.</param>
    /// <param name="cursor">The seq after which it begins.</param>
    public SequenceCheck(Tally tally, long cursor)
    {
        _tally = tally;
        Cursor = cursor;
    }

    /// <summary>The highest seq that has come: what a session is resumed with.</summary>
    public long Cursor { get; private set; }

    /// <summary>Whether all up to the cursor has come.</summary>
    public bool IsWhole => !_hasWideGap && _missing is not { Count: > 0 };

    /// <summary>An event has come.</summary>
    /// <returns>Whether it is one that had not come before.</returns>
    public bool See(long seq)
    {
        if (seq == Cursor + 1)
        {
            Cursor = seq;
            return true;
        }

        return seq > Cursor ? SeeAhead(seq) : SeeLate(seq);
    }

    /// <summary>The server tells that it does not keep events before <paramref name="first"/> any more: they are not lost.</summary>
    public void Skip(long first)
    {
        if (first > Cursor + 1)
        {
            _tally.Expired += first - 1 - Cursor;
            Cursor = first - 1;
        }
    }

    /// <summary>Everything up to <paramref name="last"/> should be there by now: what is not is lost.</summary>
    public void Finish(long last)
    {
        if (Cursor < last)
        {
            _tally.Lost += last - Cursor;
            Cursor = last;
        }
    }

    private bool SeeAhead(long seq)
    {
        _tally.Lost += seq - Cursor - 1;
        if (seq - Cursor <= WidestGap)
        {
            _missing ??= [];
            for (var missing = Cursor + 1; missing < seq; missing++)
            {
                _missing.Add(missing);
            }
        }
        else
        {
            _hasWideGap = true;
        }

        Cursor = seq;
        return true;
    }

    private bool SeeLate(long seq)
    {
        if (_missing?.Remove(seq) is true)
        {
            _tally.Lost--;
            _tally.Disordered++;
            return true;
        }

        _tally.Doubled++;
        return false;
    }
}
