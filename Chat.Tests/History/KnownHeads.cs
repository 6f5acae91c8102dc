namespace Chat.Tests.History;

/// <summary>Up to where logs are known to be committed, and since when.</summary>
internal sealed class KnownHeads
{
    private readonly Dictionary<Guid, List<(long Stamp, long Seq, HistoryEvent By)>> _heads = [];

    /// <summary>To be called in the order of the stamps.</summary>
    public void See(Guid log, long seq, HistoryEvent by)
    {
        if (!_heads.TryGetValue(log, out var heads))
        {
            _heads.Add(log, heads = []);
        }

        if (heads.Count == 0 || heads[^1].Seq < seq)
        {
            heads.Add((by.Stamp, seq, by));
        }
    }

    /// <summary>What was known right before <paramref name="stamp"/>, and by what.</summary>
    public (long Seq, HistoryEvent? By) Before(Guid log, long stamp)
    {
        var heads = _heads.GetValueOrDefault(log) ?? [];
        var (low, high) = (0, heads.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (heads[middle].Stamp < stamp)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? (0, null) : (heads[low - 1].Seq, heads[low - 1].By);
    }
}
