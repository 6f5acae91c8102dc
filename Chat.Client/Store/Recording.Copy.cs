using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Store;

/// <content>The events, and which of them are here.</content>
internal sealed partial class Recording
{
    private const string LogColumns = "number, first, cursor, shown, applied, jumped";

    /// <summary>What is known of the log that a room's name stands for.</summary>
    public static CopiedLog? Find(Statements statements, long server, string room) =>
        Log(statements.On($"SELECT {LogColumns} FROM logs WHERE server = ? AND room = ?").Bind(1, server).Bind(2, room));

    private CopiedLog? Find(string room) => Find(statements, server, room);

    private CopiedLog? FindBy(Guid log) =>
        Log(statements.On($"SELECT {LogColumns} FROM logs WHERE server = ? AND log = ?").Bind(1, server).Bind(2, log));

    private static CopiedLog? Log(Statement find)
    {
        if (!find.Step())
        {
            return null;
        }

        var log = new CopiedLog(find.Int64(0), find.Int64(1), find.Int64(2), find.Int64(3), find.OptionalInt64(4), find.OptionalInt64(5));
        find.Reset();
        return log;
    }

    private bool IsOf(CopiedLog log, Guid identity) => FindBy(identity)?.Number == log.Number;

    /// <summary>The next events are not those after the cursor: what is copied may have been changed by those in between.</summary>
    private void Jump(CopiedLog log, long to)
    {
        var applied = log.Applied ?? log.Cursor;
        if (log.Jumped is { } before)
        {
            // What came after the jump before this one: a few, and soon fetched again.
            Erase(log.Number, before + 1, long.MaxValue);
        }

        var isTooMuch = to - applied > MaxMissing;
        if (isTooMuch)
        {
            Erase(log.Number, 0, long.MaxValue);
        }

        statements.On("UPDATE logs SET cursor = ?, applied = ?, jumped = ? WHERE number = ?")
            .Bind(1, to).Bind(2, isTooMuch ? null : applied).Bind(3, isTooMuch ? null : to).Bind(4, log.Number).Run();
    }

    private void Add(long log, List<PageEvent> events)
    {
        foreach (var happened in events)
        {
            var present = statements.On("SELECT 1 FROM events WHERE log = ? AND seq = ?").Bind(1, log).Bind(2, happened.Seq);
            if (present.Step())
            {
                present.Reset();
                continue;
            }

            if (happened.Key is { } key)
            {
                Settled(key);
            }

            Insert(log, Latest(log, happened));
        }

        Cover(log, events[0].Seq, events[^1].Seq);
    }

    /// <summary>An event of a page as it is by what we know since: the answer may be older than an edit or a deletion that has come.</summary>
    private PageEvent Latest(long log, in PageEvent happened)
    {
        var target = happened is { Kind: EventKind.Edit, Ref: { } edited } ? edited : happened.Seq;
        var find = statements.On("""
            SELECT kind, text FROM events WHERE log = ?1 AND ref = ?2 AND seq <> ?2 AND kind IN (3, 4) ORDER BY kind DESC, seq DESC LIMIT 1
            """).Bind(1, log).Bind(2, target);
        if (!find.Step() || happened.Kind is not (EventKind.Text or EventKind.Action or EventKind.Notice or EventKind.Edit))
        {
            find.Reset();
            return happened;
        }

        var (kind, text) = ((EventKind)find.Int64(0), find.Int64(1));
        find.Reset();
        return kind == EventKind.Edit ? happened with { Text = TextOf(text) }
            : happened.Kind == EventKind.Edit ? happened with { Text = "" }
            : happened with { Kind = EventKind.Delete, Ref = happened.Seq, Text = "" };
    }

    private void Insert(long log, in PageEvent happened)
    {
        statements.On("INSERT INTO events (log, seq, time, nick, kind, text, ref, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(1, log).Bind(2, happened.Seq).Bind(3, happened.Time).Bind(4, happened.Nick).Bind(5, (long)happened.Kind)
            .Bind(6, Write(happened.Text)).Bind(7, happened.Ref).Bind(8, happened.Key).Run();
    }

    /// <summary>Makes an edit or a deletion true of what it is about.</summary>
    private void Apply(long log, in PageEvent happened)
    {
        if (happened is not { Kind: EventKind.Edit or EventKind.Delete, Ref: { } target } || target == happened.Seq)
        {
            return;
        }

        var isDeletion = happened.Kind == EventKind.Delete;
        var isDeleted = isDeletion || IsDeleted(log, target);
        var texts = new List<(long Seq, long Text)>();
        var find = statements.On("""
            SELECT seq, text FROM events WHERE log = ?1 AND seq = ?2 AND kind IN (0, 1, 2)
            UNION ALL SELECT seq, text FROM events WHERE log = ?1 AND ref = ?2 AND kind = 3
            """).Bind(1, log).Bind(2, target);
        while (find.Step())
        {
            texts.Add((find.Int64(0), find.Int64(1)));
        }

        foreach (var (seq, text) in texts)
        {
            if (isDeleted || seq != happened.Seq)
            {
                Replace(log, seq, text, isDeleted ? "" : happened.Text);
            }
        }

        if (isDeletion)
        {
            statements.On("UPDATE events SET kind = 4, ref = seq WHERE log = ? AND seq = ? AND kind IN (0, 1, 2)").Bind(1, log).Bind(2, target).Run();
        }
    }

    private bool IsDeleted(long log, long seq)
    {
        var find = statements.On("SELECT 1 FROM events WHERE log = ?1 AND ((seq = ?2 AND kind = 4) OR (ref = ?2 AND kind = 4))").Bind(1, log).Bind(2, seq);
        var isDeleted = find.Step();
        find.Reset();
        return isDeleted;
    }

    private void Replace(long log, long seq, long text, string with)
    {
        Blank("number = ?1", text);
        statements.On("UPDATE events SET text = ? WHERE log = ? AND seq = ?").Bind(1, Write(with)).Bind(2, log).Bind(3, seq).Run();
    }

    private long Write(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        statements.On("INSERT INTO texts (text) VALUES (?)").Bind(1, Encoding.UTF8.GetBytes(text)).Run();
        var last = statements.On("SELECT last_insert_rowid()");
        last.Step();
        var number = last.Int64(0);
        last.Reset();
        return number;
    }

    private string TextOf(long number)
    {
        var find = statements.On("SELECT text FROM texts WHERE number = ?").Bind(1, number);
        var text = find.Step() ? Encoding.UTF8.GetString(find.Blob(0)) : "";
        find.Reset();
        return text;
    }

    /// <summary>As many zeros over a text, in its place. The row goes when the event does.</summary>
    private void Blank(string which, long parameter)
    {
        HasErased = true;
        statements.On($"UPDATE texts SET text = zeroblob(length(text)) WHERE {which}").Bind(1, parameter).Run();
    }
}
