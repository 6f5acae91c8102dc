using Chat.Protocol;

namespace Chat.Client.Store;

/// <content>What was typed and is not committed.</content>
internal sealed partial class ServerStore
{
    private const string PostColumns = "key, room, kind, text, ref, log, sent_as, sent_after, code, reason";

    /// <summary>Keeps something typed. When this returns, it survives the end of the program and the loss of power.</summary>
    /// <param name="post">It.</param>
    /// <param name="bindsByName">Without a log it is bound to the one that the room's name stood for last, if one is known.</param>
    /// <returns>The log it is bound to.</returns>
    public Guid? Add(StoredPost post, bool bindsByName) => typed.Write(statements =>
    {
        var log = post.Log ?? (bindsByName ? LogOf(statements, post.Room) : null);
        statements.On(
            "INSERT INTO outbox (server, process, key, room, log, kind, text, ref, typed, sent_as, sent_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(1, server).Bind(2, process).Bind(3, post.Key).Bind(4, post.Room).Bind(5, log).Bind(6, (long)post.Kind).Bind(7, post.Text)
            .Bind(8, post.Reference).Bind(9, Now).Bind(10, post.SentAs).Bind(11, post.SentAfter).Run();

        // In one transaction: whoever starts after a crash is not to find in his line what goes out by itself.
        statements.On("DELETE FROM drafts WHERE server = ? AND room = ? AND text = ?").Bind(1, server).Bind(2, post.Room).Bind(3, post.Text).Run();
        return log;
    });

    /// <summary>Writes down that posts are about to leave. When this returns, that survives the loss of power too.</summary>
    public void MarkSent(IReadOnlyList<StoredPost> posts) => typed.Write(statements =>
    {
        foreach (var post in posts)
        {
            statements.On("UPDATE outbox SET room = ?, log = ?, sent_as = ?, sent_after = ? WHERE key = ?")
                .Bind(1, post.Room).Bind(2, post.Log).Bind(3, post.SentAs).Bind(4, post.SentAfter).Bind(5, post.Key).Run();
        }
    });

    /// <summary>Posts that were refused and wait for the person's decision, whichever program they were typed into; in the order they were typed.</summary>
    public IReadOnlyList<StoredPost> Failed() => seen.Read(statements =>
        Posts(statements.On($"SELECT {PostColumns} FROM outbox WHERE server = ? AND code IS NOT NULL ORDER BY number").Bind(1, server)));

    /// <summary>Takes a refused post to be sent again, to the room that has its name now.</summary>
    /// <returns>The post; null when there is none of that key, or another program has taken it.</returns>
    public StoredPost? Retry(Guid key) => typed.Write(statements =>
    {
        var found = Posts(statements.On($"SELECT {PostColumns} FROM outbox WHERE key = ? AND code IS NOT NULL").Bind(1, key));
        if (found.Count == 0)
        {
            return null;
        }

        var log = LogOf(statements, found[0].Room);
        statements.On("UPDATE outbox SET process = ?, log = ?, sent_as = NULL, sent_after = NULL, code = NULL, reason = NULL WHERE key = ?")
            .Bind(1, process).Bind(2, log).Bind(3, key).Run();
        return found[0] with { Log = log, SentAs = null, SentAfter = null, Code = null, Reason = null };
    });

    /// <summary>Forgets a post.</summary>
    /// <returns>False when it is gone already.</returns>
    public bool Drop(Guid key) => typed.Write(statements =>
    {
        statements.On("DELETE FROM outbox WHERE key = ?").Bind(1, key).Run();
        return Changes(statements) > 0;
    });

    private List<StoredPost> Waiting(Statements statements) => Posts(
        statements.On($"SELECT {PostColumns} FROM outbox WHERE server = ? AND process = ? AND code IS NULL ORDER BY number").Bind(1, server).Bind(2, process));

    private static List<StoredPost> Posts(Statement find)
    {
        var posts = new List<StoredPost>();
        while (find.Step())
        {
            posts.Add(new StoredPost(find.Guid(0), find.Text(1), (EventKind)find.Int64(2), find.Text(3), find.OptionalInt64(4))
            {
                Log = find.OptionalGuid(5),
                SentAs = find.OptionalGuid(6),
                SentAfter = find.OptionalInt64(7),
                Code = find.OptionalText(8),
                Reason = find.OptionalText(9),
            });
        }

        return posts;
    }

    private Guid? LogOf(Statements statements, string room)
    {
        var find = statements.On("SELECT log FROM logs WHERE server = ? AND room = ?").Bind(1, server).Bind(2, room);
        if (!find.Step())
        {
            return null;
        }

        var log = find.Guid(0);
        find.Reset();
        return log;
    }

    private static long Changes(Statements statements)
    {
        var changes = statements.On("SELECT changes()");
        changes.Step();
        var count = changes.Int64(0);
        changes.Reset();
        return count;
    }
}
