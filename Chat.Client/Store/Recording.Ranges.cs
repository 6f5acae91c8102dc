namespace Chat.Client.Store;

/// <content>Which events are here, and how they go.</content>
internal sealed partial class Recording
{
    /// <summary>These are here now, together with those before and after that were.</summary>
    private void Cover(long log, long first, long last)
    {
        var find = statements.On("SELECT min(first), max(last) FROM ranges WHERE log = ?1 AND first <= ?3 + 1 AND last >= ?2 - 1")
            .Bind(1, log).Bind(2, first).Bind(3, last);
        find.Step();
        if (!find.IsNull(0))
        {
            (first, last) = (Math.Min(first, find.Int64(0)), Math.Max(last, find.Int64(1)));
        }

        find.Reset();
        statements.On("DELETE FROM ranges WHERE log = ? AND first >= ? AND last <= ?").Bind(1, log).Bind(2, first).Bind(3, last).Run();
        statements.On("INSERT INTO ranges (log, first, last) VALUES (?, ?, ?)").Bind(1, log).Bind(2, first).Bind(3, last).Run();
    }

    /// <summary>Throws away what the server does not have any more.</summary>
    private void Forget(long log, long first)
    {
        statements.On("UPDATE logs SET first = max(first, ?) WHERE number = ?").Bind(1, first).Bind(2, log).Run();
        Trim(log, first);
    }

    private void Trim(long log, long first)
    {
        var oldest = statements.On("SELECT min(first) FROM ranges WHERE log = ?").Bind(1, log);
        oldest.Step();
        var isThere = !oldest.IsNull(0) && oldest.Int64(0) < first;
        oldest.Reset();
        if (isThere)
        {
            Erase(log, 0, first - 1);
        }
    }

    private void Erase(long log, long first, long last)
    {
        HasErased = true;
        foreach (var change in (string[])
        [
            "UPDATE texts SET text = zeroblob(length(text)) WHERE number IN (SELECT text FROM events WHERE log = ?1 AND seq BETWEEN ?2 AND ?3)",
            "DELETE FROM texts WHERE number IN (SELECT text FROM events WHERE log = ?1 AND seq BETWEEN ?2 AND ?3)",
            "DELETE FROM events WHERE log = ?1 AND seq BETWEEN ?2 AND ?3",
            "INSERT OR REPLACE INTO ranges SELECT log, ?3 + 1, last FROM ranges WHERE log = ?1 AND first <= ?3 AND last > ?3 AND ?3 < 9223372036854775807",
            "UPDATE ranges SET last = ?2 - 1 WHERE log = ?1 AND first < ?2 AND last BETWEEN ?2 AND ?3",
            "DELETE FROM ranges WHERE log = ?1 AND first BETWEEN ?2 AND ?3",
        ])
        {
            statements.On(change).Bind(1, log).Bind(2, first).Bind(3, last).Run();
        }
    }

    private void Drop(long log)
    {
        Erase(log, 0, long.MaxValue);
        statements.On("DELETE FROM logs WHERE number = ?").Bind(1, log).Run();
    }

    private void Bound()
    {
        var find = statements.On("SELECT number FROM logs WHERE server = ? ORDER BY used DESC LIMIT -1 OFFSET ?").Bind(1, server).Bind(2, MaxLogs);
        var surplus = new List<long>();
        while (find.Step())
        {
            surplus.Add(find.Int64(0));
        }

        surplus.ForEach(Drop);
    }
}
