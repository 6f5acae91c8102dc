using Chat.Protocol.Frames;

namespace Chat.Client.Store;

/// <summary>
/// Writes down what happens on a link, within one transaction. The copy of a log says what the server would say now: a deletion overwrites what
/// it deletes, an edit replaces it and all edits before. For that, every event up to the cursor has to be applied in order. Where some were jumped over,
/// what was copied before them is withheld until they have been fetched, or thrown away when they are too many.
/// </summary>
/// <param name="statements">Of the connection that the transaction is on.</param>
/// <param name="server">The server's number.</param>
/// <param name="now">In Unix milliseconds.</param>
internal sealed partial class Recording(Statements statements, long server, long now)
{
    /// <summary>Events kept of each log; of those beyond, the oldest are thrown away.</summary>
    public const int MaxEvents = 100_000;

    /// <summary>Logs kept of a server; of those beyond, the one that was not used for longest is thrown away.</summary>
    public const int MaxLogs = 1_000;

    /// <summary>Events that may be jumped over and fetched afterwards. When there are more, the copy begins anew after them.</summary>
    public const int MaxMissing = 20_000;

    /// <summary>Something was overwritten that must not stay in the journal either.</summary>
    public bool HasErased { get; private set; }

    /// <summary>A post is committed, or given up.</summary>
    public void Settled(Guid key) => statements.On("DELETE FROM outbox WHERE key = ?").Bind(1, key).Run();

    /// <summary>A post was refused, and is kept for the person to decide.</summary>
    public void Failed(Guid key, string room, string code, string reason) =>
        statements.On("UPDATE outbox SET room = ?, code = ?, reason = ? WHERE key = ?").Bind(1, room).Bind(2, code).Bind(3, reason).Bind(4, key).Run();

    /// <summary>A room is open.</summary>
    /// <param name="room">Its name, in the server's spelling.</param>
    /// <param name="log">Which log it is now. What was copied of another one of that name is thrown away.</param>
    /// <param name="first">The oldest event that the server still has; the copy keeps none that is older.</param>
    /// <param name="cursor">The events after this one follow.</param>
    /// <param name="read">Up to which event it is read by the server's word; 0: by none.</param>
    public void Opened(string room, Guid log, long first, long cursor, long read)
    {
        if (Find(room) is { } present && !IsOf(present, log))
        {
            Drop(present.Number);
        }

        var known = FindBy(log);
        if (known is null)
        {
            // Somebody began a conversation before we knew its log: what was said until now is still to be fetched.
            long? missedFrom = room.StartsWith('@') && cursor >= first ? Math.Max(first - 1, cursor - 100) : null;

            // A conversation is unread from its beginning. Of a room nobody reads what was said before he first came.
            var shown = read > 0 || room.StartsWith('@') ? Math.Min(read, cursor) : cursor;
            statements.On("INSERT INTO logs (server, log, room, first, cursor, shown, applied, jumped, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .Bind(1, server).Bind(2, log).Bind(3, room).Bind(4, first).Bind(5, cursor).Bind(6, shown)
                .Bind(7, missedFrom).Bind(8, missedFrom is null ? null : cursor).Bind(9, now).Run();
            Bound();
            return;
        }

        statements.On("UPDATE logs SET room = ?, used = ? WHERE number = ?").Bind(1, room).Bind(2, now).Bind(3, known.Number).Run();
        Forget(known.Number, first);
        if (cursor > known.Cursor)
        {
            Jump(known, cursor);
        }
    }

    /// <summary>The other side of a conversation, or the room, has another name.</summary>
    public void Renamed(string old, string current)
    {
        if (Find(old) is null)
        {
            return;
        }

        if (Find(current) is { } present)
        {
            Drop(present.Number);
        }

        foreach (var table in (string[])["logs", "outbox", "drafts"])
        {
            statements.On($"UPDATE OR REPLACE {table} SET room = ? WHERE server = ? AND room = ?").Bind(1, current).Bind(2, server).Bind(3, old).Run();
        }
    }

    /// <summary>We are no longer in a room: what changes there does not reach us any more, so nothing of it is kept.</summary>
    public void Closed(string room)
    {
        if (Find(room) is { } log)
        {
            Drop(log.Number);
        }
    }

    /// <summary>The server has thrown away all events before one.</summary>
    public void Forgotten(string room, long first)
    {
        if (Find(room) is { } log)
        {
            Forget(log.Number, first);
        }
    }

    /// <summary>The next event of a room.</summary>
    public void Happened(string room, in PageEvent happened)
    {
        if (happened.Key is { } key)
        {
            Settled(key);
        }

        if (Find(room) is not { } log || happened.Seq <= log.Cursor)
        {
            // Not known to be a log of its own yet; or another program was quicker.
            return;
        }

        if (happened.Seq > log.Cursor + 1)
        {
            Jump(log, happened.Seq - 1);
        }

        Insert(log.Number, happened);
        Cover(log.Number, happened.Seq, happened.Seq);
        Apply(log.Number, happened);
        statements.On("UPDATE logs SET cursor = ? WHERE number = ?").Bind(1, happened.Seq).Bind(2, log.Number).Run();
        if (happened.Seq % 256 == 0)
        {
            Trim(log.Number, happened.Seq - MaxEvents + 1);
        }
    }

    /// <summary>Older events, as the server has them now.</summary>
    public void Looked(string room, PageFrame page)
    {
        if (Find(room) is not { } log)
        {
            return;
        }

        var good = page.Events.Where(happened => happened.Seq > log.GoodAfter && happened.Seq <= log.Cursor).ToList();
        if (good.Count > 0)
        {
            Add(log.Number, good);
        }

        Forget(log.Number, page.First);
        Trim(log.Number, log.Cursor - MaxEvents + 1);
    }

    /// <summary>The next of those that were jumped over, as the server has them now.</summary>
    public void Filled(string room, long after, PageFrame page)
    {
        if (Find(room) is not { Applied: { } applied, Jumped: { } jumped } log || applied != after)
        {
            return;
        }

        var missing = page.Events.Where(happened => happened.Seq > applied && happened.Seq <= jumped).ToList();
        if (missing.Count > 0)
        {
            Add(log.Number, missing);
            foreach (var happened in missing)
            {
                Apply(log.Number, happened);
            }
        }

        var isDone = !page.More || missing.Count == 0 || missing[^1].Seq >= jumped;
        statements.On("UPDATE logs SET applied = ?, jumped = ? WHERE number = ?")
            .Bind(1, isDone ? null : missing[^1].Seq).Bind(2, isDone ? null : jumped).Bind(3, log.Number).Run();
        Forget(log.Number, page.First);
        Trim(log.Number, log.Cursor - MaxEvents + 1);
    }
}
