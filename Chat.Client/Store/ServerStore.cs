namespace Chat.Client.Store;

/// <summary>
/// What the database holds for one server: what this program typed, which session it has, and the copy of what was seen. Any thread may use it.
/// Its methods throw a <see cref="StoreException"/> when the database cannot be used, and then nothing has changed.
/// </summary>
/// <param name="typed">Commits wait for the disk: what must not be lost.</param>
/// <param name="seen">Commits survive this program: what a server has as well.</param>
/// <param name="server">The server's number.</param>
/// <param name="process">This program's own id.</param>
/// <param name="isAlive">Whether another program runs.</param>
/// <param name="time">What time it is.</param>
internal sealed partial class ServerStore(
    ChatDatabase typed, ChatDatabase seen, long server, Guid process, Func<Guid, bool> isAlive, TimeProvider time)
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Makes this program known, takes over from those that have ended, and tells what there is.</summary>
    /// <param name="nick">Resumes only a session that asked for this nick; null: any.</param>
    public RestoredLink Begin(string? nick) => typed.Write(statements =>
    {
        var dead = DeadProcesses(statements);
        var session = SessionOf(statements, dead, nick);
        statements.On("INSERT OR REPLACE INTO processes (process, server, secret, user, wished, greeted) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(1, process).Bind(2, server).Bind(3, session?.Stored.Secret).Bind(4, session?.Stored.User)
            .Bind(5, session?.Wished).Bind(6, session?.Greeted).Run();
        TakeFrom(statements, dead);
        var failed = statements.On("SELECT count(*) FROM outbox WHERE server = ? AND code IS NOT NULL").Bind(1, server);
        failed.Step();
        var failedCount = (int)failed.Int64(0);
        failed.Reset();
        return new RestoredLink(session?.Stored, Waiting(statements), Places(statements), failedCount);
    });

    /// <summary>
    /// Takes over what was typed into programs that have ended since: each post is taken by exactly one of those that live, because a
    /// program that is gone from the table is not taken from again.
    /// </summary>
    /// <returns>What there is to send now.</returns>
    public IReadOnlyList<StoredPost> TakeOver()
    {
        if (seen.Read(DeadProcesses).Count == 0)
        {
            return [];
        }

        return typed.Write(statements =>
        {
            var own = Waiting(statements).Select(static post => post.Key).ToHashSet();
            TakeFrom(statements, DeadProcesses(statements));
            return Waiting(statements).Where(post => !own.Contains(post.Key)).ToArray();
        });
    }

    /// <summary>The server has greeted us.</summary>
    /// <param name="session">What to resume with; null for a user who needs no resuming.</param>
    /// <param name="nick">The nick that was asked for.</param>
    public void Greeted(StoredSession? session, string nick) => seen.Write(statements =>
        statements.On("UPDATE processes SET secret = ?, user = ?, wished = ?, greeted = ? WHERE process = ?")
            .Bind(1, session?.Secret).Bind(2, session?.User).Bind(3, nick).Bind(4, Now).Bind(5, process).Run());

    private List<Guid> DeadProcesses(Statements statements)
    {
        var dead = new List<Guid>();
        var find = statements.On("SELECT process FROM processes WHERE server = ? AND process <> ?").Bind(1, server).Bind(2, process);
        while (find.Step())
        {
            dead.Add(find.Guid(0));
        }

        dead.RemoveAll(other => isAlive(other));
        return dead;
    }

    /// <summary>Of several sessions the one in which something is under way, or the latest.</summary>
    private static (StoredSession Stored, string Wished, long Greeted)? SessionOf(Statements statements, List<Guid> dead, string? nick)
    {
        (StoredSession Stored, string Wished, long Greeted)? best = null;
        var bestRank = (false, -1L);
        foreach (var id in dead)
        {
            var find = statements.On("""
                SELECT secret, user, wished, greeted, EXISTS (SELECT 1 FROM outbox WHERE outbox.process = processes.process AND sent_as = user AND code IS NULL)
                FROM processes WHERE process = ? AND secret IS NOT NULL
                """).Bind(1, id);
            if (!find.Step())
            {
                continue;
            }

            var rank = (find.Int64(4) != 0, find.Int64(3));
            if (rank.CompareTo(bestRank) > 0 && (nick is null || find.Text(2) == nick))
            {
                best = (new StoredSession(find.Guid(0), find.Guid(1)), find.Text(2), find.Int64(3));
                bestRank = rank;
            }

            find.Reset();
        }

        return best;
    }

    private void TakeFrom(Statements statements, List<Guid> dead)
    {
        foreach (var id in dead)
        {
            statements.On("UPDATE outbox SET process = ? WHERE process = ?").Bind(1, process).Bind(2, id).Run();
            statements.On("DELETE FROM processes WHERE process = ?").Bind(1, id).Run();
        }
    }
}
