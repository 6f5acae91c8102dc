namespace Chat.Server.Log.Sqlite;

/// <summary>
/// Takes events that are past retention out of a database, oldest first, a few blocks in each transaction, so that commits wait for milliseconds only.
/// Their keys stay known. Used by whoever holds the writer.
/// </summary>
internal sealed class Retention
{
    /// <summary>Blocks looked at in one step.</summary>
    private const int BlocksAtOnce = 32;

    private readonly RetentionPolicy _policy;
    private readonly Writer _writer;
    private readonly LogNumbers _logs;
    private readonly Statements _statements;
    private readonly BlockReader _blocks;

    public Retention(RetentionPolicy policy, Writer writer, LogNumbers logs, Statements statements, BlockReader blocks)
    {
        _policy = policy;
        _writer = writer;
        _logs = logs;
        _statements = statements;
        _blocks = blocks;
    }

    /// <summary>The logs that there is a rule for.</summary>
    public IReadOnlyList<(LogId Log, RetentionRule Rule)> Candidates()
    {
        var names = new Dictionary<LogId, string?>();
        StateTables.Each(_writer.Connection, "SELECT log, name FROM rooms", row => names.Add(new LogId(row.Guid(0)), row.IsNull(1) ? null : row.Text(1)));
        return [.. _logs.All.Select(pair => (pair.Key, _policy.For(names.GetValueOrDefault(pair.Key)))).Where(static pair => pair.Item2 != RetentionRule.KeepAll)];
    }

    /// <summary>What the next step takes from a log; null when there is nothing to take now.</summary>
    /// <param name="log">The log.</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="indexed">Blocks above this one stay for now: what is not in the index yet could not be taken out of it.</param>
    public Portion? Next(LogId log, RetentionRule rule, long now, long indexed)
    {
        _logs.TryGet(log, out var entry);
        var first = rule.MaxCount is { } most ? Math.Max(entry.First, entry.Head - most + 1) : entry.First;
        var oldest = rule.MaxAge is { } age ? now - (long)age.TotalMilliseconds : long.MinValue;
        List<StoredBlock> whole = [];
        foreach (var block in _blocks.From(entry.Number, entry.First))
        {
            if (block.Last >= first && block.Events[^1].Event.Time >= oldest)
            {
                break;
            }

            // The newest block of all stays: it says which ids have been given.
            if (whole.Count == BlocksAtOnce || block.Id > indexed || block.Id == _writer.LastBlock)
            {
                // The log begins with it then: what a log has left behind is not looked at again.
                first = Math.Min(first, block.First);
                break;
            }

            whole.Add(block);
        }

        var reached = Math.Max(first, whole.Count > 0 ? whole[^1].Last + 1 : 0);
        return reached > entry.First ? new Portion(log, entry.Number, reached, whole) : null;
    }

    /// <summary>Takes it, in one transaction; false when somebody else has taken as much.</summary>
    public bool Take(Portion portion)
    {
        if (!_logs.TryGet(portion.Log, out var entry) || entry.First >= portion.First)
        {
            return false;
        }

        var addKey = _statements.On("INSERT OR IGNORE INTO past_keys VALUES (?, ?, ?, ?, ?)");
        _writer.Transact(() =>
        {
            foreach (var block in portion.Blocks)
            {
                foreach (var (e, _) in block.Events)
                {
                    if (e.Key is { } key)
                    {
                        addKey.Bind(1, e.Author.Value).Bind(2, key).Bind(3, portion.Number).Bind(4, e.Seq).Bind(5, e.Time).Run();
                    }
                }

                _statements.On("DELETE FROM blocks WHERE id = ?").Bind(1, block.Id).Run();
            }

            _statements.On("DELETE FROM revisions WHERE log = ?1 AND target < ?2 AND NOT EXISTS (SELECT * FROM revisions AS others WHERE others.log = ?1 AND others.target = revisions.target AND others.edit >= ?2)").Bind(1, portion.Number).Bind(2, portion.First).Run();
            _statements.On("DELETE FROM mentions WHERE room = ?1 AND seq < ?2").Bind(1, portion.Log.Value).Bind(2, portion.First).Run();
            _statements.On("UPDATE logs SET first = ?2 WHERE number = ?1").Bind(1, portion.Number).Bind(2, portion.First).Run();
        });
        _writer.HasRevised = true;
        _logs.Set(portion.Log, entry with { First = portion.First });
        return true;
    }

    /// <summary>What one step takes.</summary>
    /// <param name="Log">From which log.</param>
    /// <param name="Number">The log's number.</param>
    /// <param name="First">The first seq that is kept then.</param>
    /// <param name="Blocks">The blocks that are deleted; what is past in a block that has newer events, too, is no longer given.</param>
    internal sealed record Portion(LogId Log, long Number, long First, IReadOnlyList<StoredBlock> Blocks);
}
