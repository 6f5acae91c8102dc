using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Search;

namespace Chat.Client.Store;

/// <content>The copy of what was seen, and where reading stopped.</content>
internal sealed partial class ServerStore
{
    /// <summary>Messages looked at for one request of a search.</summary>
    private const int MaxLooked = 200_000;

    private const string EventColumns = "seq, time, nick, kind, coalesce(texts.text, x''), ref, key";

    /// <summary>Writes down what happened, all or nothing.</summary>
    public void Record(Action<Recording> write)
    {
        var hasErased = seen.Write(statements =>
        {
            var recording = new Recording(statements, server, Now);
            write(recording);
            return recording.HasErased;
        });
        if (hasErased)
        {
            seen.Fold();
        }
    }

    /// <summary>Events up to this one were shown.</summary>
    public void Shown(string room, long seq) => seen.Write(statements =>
        statements.On("UPDATE logs SET shown = max(shown, ?) WHERE server = ? AND room = ?").Bind(1, seq).Bind(2, server).Bind(3, room).Run());

    /// <summary>The end of what is copied of a log; null when it is not known.</summary>
    /// <param name="log">Which log.</param>
    /// <param name="shown">At most so many that were shown.</param>
    /// <param name="unseen">At most so many that were not.</param>
    public CopiedTail? Tail(Guid log, int shown, int unseen) => seen.Read(statements =>
    {
        var find = statements.On("SELECT room FROM logs WHERE server = ? AND log = ?").Bind(1, server).Bind(2, log);
        if (!find.Step())
        {
            return null;
        }

        var room = find.Text(0);
        find.Reset();
        var copied = Recording.Find(statements, server, room)!;
        var count = copied.Cursor - copied.Shown;
        var after = Math.Max(copied.Shown, copied.Cursor - unseen);
        return new CopiedTail(
            Before(statements, copied, copied.Shown + 1, shown).Events,
            Before(statements, copied, copied.Cursor + 1, (int)(copied.Cursor - after)).Events,
            count);
    });

    /// <summary>The latest events of a room before one of them, as far as they are in the copy without a gap.</summary>
    /// <param name="room">The room.</param>
    /// <param name="before">They are older than this one; null: the newest.</param>
    /// <param name="count">At most so many.</param>
    /// <returns>Null when nothing is known of the room.</returns>
    public CopiedPage? Page(string room, long? before, int count) => seen.Read(statements =>
        Recording.Find(statements, server, room) is { } log ? Before(statements, log, before ?? (log.Cursor + 1), count) : null);

    /// <summary>Events of a room that were jumped over, and are to be fetched in this order; null when there are none.</summary>
    public MissingRange? Missing(string room) => seen.Read<MissingRange?>(statements =>
        Recording.Find(statements, server, room) is { Applied: { } after, Jumped: { } upTo } ? new MissingRange(after, upTo) : null);

    /// <summary>Looks for messages in the copy.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="room">In which room only; null for everywhere.</param>
    /// <param name="cursor">Where an earlier search ended; null: begins with the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <returns>Hits, the newest first, and where to go on; null there: nowhere.</returns>
    public (IReadOnlyList<Hit> Hits, SearchPlace? Cursor) Search(SearchQuery query, string? room, SearchPlace? cursor, int limit) => seen.Read(statements =>
    {
        var hits = new List<Hit>();
        SearchPlace? place = null;
        var looked = 0;
        var find = statements.On("""
            SELECT events.id, room, seq, time, nick, kind, texts.text FROM events JOIN logs ON logs.number = events.log JOIN texts ON texts.number = events.text
            WHERE server = ?1 AND (?2 IS NULL OR room = ?2) AND (time, events.id) < (?3, ?4) AND kind IN (0, 1, 2) AND seq > coalesce(jumped, 0)
            ORDER BY time DESC, events.id DESC
            """).Bind(1, server).Bind(2, room).Bind(3, cursor?.Time ?? long.MaxValue).Bind(4, cursor?.Id ?? long.MaxValue);
        while (find.Step())
        {
            if (hits.Count == limit || looked++ == MaxLooked)
            {
                find.Reset();
                return (hits, place);
            }

            place = new SearchPlace(find.Int64(3), find.Int64(0));
            var text = Encoding.UTF8.GetString(find.Blob(6));
            if (query.IsMatch(text))
            {
                hits.Add(new Hit(find.Text(1), find.Int64(2), find.Int64(3), find.Text(4), (EventKind)find.Int64(5), text));
            }
        }

        return ((IReadOnlyList<Hit>)hits, (SearchPlace?)null);
    });

    /// <summary>What was begun to be typed in a room; empty when nothing was.</summary>
    public string Draft(string room) => seen.Read(statements =>
    {
        var find = statements.On("SELECT text FROM drafts WHERE server = ? AND room = ?").Bind(1, server).Bind(2, room);
        if (!find.Step())
        {
            return "";
        }

        var text = find.Text(0);
        find.Reset();
        return text;
    });

    /// <summary>Keeps what was begun to be typed in a room.</summary>
    public void KeepDraft(string room, string text) => seen.Write(statements =>
    {
        if (text.Length == 0)
        {
            statements.On("DELETE FROM drafts WHERE server = ? AND room = ?").Bind(1, server).Bind(2, room).Run();
        }
        else
        {
            statements.On("INSERT OR REPLACE INTO drafts (server, room, text) VALUES (?, ?, ?)").Bind(1, server).Bind(2, room).Bind(3, text).Run();
        }
    });

    private List<StoredPlace> Places(Statements statements)
    {
        var places = new List<StoredPlace>();
        var find = statements.On("""
            SELECT log, room, cursor, coalesce((SELECT first - 1 FROM ranges WHERE ranges.log = number AND last = cursor), cursor)
            FROM logs WHERE server = ? ORDER BY used DESC
            """).Bind(1, server);
        while (find.Step())
        {
            places.Add(new StoredPlace(find.Guid(0), find.Text(1), find.Int64(2), find.Int64(3)));
        }

        return places;
    }

    private static CopiedPage Before(Statements statements, CopiedLog log, long before, int count)
    {
        var last = Math.Min(before - 1, log.Cursor);
        if (last < log.First)
        {
            return new CopiedPage([], IsWhole: true);
        }

        var range = statements.On("SELECT first FROM ranges WHERE log = ?1 AND first <= ?2 AND last >= ?2 AND last > ?3")
            .Bind(1, log.Number).Bind(2, last).Bind(3, log.GoodAfter);
        if (!range.Step())
        {
            return new CopiedPage([], IsWhole: false);
        }

        var from = Math.Max(range.Int64(0), last - count + 1);
        range.Reset();
        var events = new List<PageEvent>();
        var find = statements.On($"""
            SELECT {EventColumns} FROM events LEFT JOIN texts ON texts.number = events.text WHERE log = ? AND seq BETWEEN ? AND ? ORDER BY seq
            """).Bind(1, log.Number).Bind(2, from).Bind(3, last);
        while (find.Step())
        {
            events.Add(new PageEvent(
                find.Int64(0), find.Int64(1), find.Text(2), (EventKind)find.Int64(3), Encoding.UTF8.GetString(find.Blob(4)),
                find.OptionalInt64(5), find.OptionalGuid(6)));
        }

        return new CopiedPage(events, events.Count == count || from <= log.First);
    }
}
