using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>Looks for rows that name what is not there.</summary>
internal static class RowInspection
{
    private const string Sort = "rows";

    /// <summary>Whether the user of a row m is in its room: a member, or a side of a conversation who is not forgotten.</summary>
    private const string IsOfTheRoom =
        "(EXISTS (SELECT * FROM members WHERE room = m.room AND user = m.user) OR EXISTS (SELECT * FROM rooms JOIN users ON id = m.user WHERE log = m.room AND m.user IN (one, other) AND NOT forgotten))";

    private static readonly (string Query, string What)[] Queries =
    [
        ("SELECT abs(count(*) - 1) FROM store", "the store has no identity, or several"),
        ("SELECT count(*) FROM store WHERE typeof(id) <> 'blob' OR length(id) <> 16", "the store's identity has a wrong form"),
        ("SELECT count(*) FROM logs WHERE typeof(log) <> 'blob' OR length(log) <> 16", "{0} logs have an identity of a wrong form"),
        ("SELECT count(*) FROM logs WHERE first < 1 OR head < first - 1", "{0} logs begin or end where none can"),
        ("SELECT count(*) FROM logs WHERE log NOT IN (SELECT log FROM rooms)", "{0} logs belong to no room"),
        ("SELECT count(*) FROM blocks WHERE log NOT IN (SELECT number FROM logs)", "{0} blocks belong to no log"),
        ("SELECT count(*) FROM revisions WHERE log NOT IN (SELECT number FROM logs)", "{0} edited texts belong to no log"),
        ("SELECT count(*) FROM past_keys WHERE log NOT IN (SELECT number FROM logs)", "{0} keys of old messages belong to no log"),
        ("SELECT count(*) FROM past_keys WHERE user NOT IN (SELECT id FROM users)", "{0} keys of old messages belong to no user"),
        ("SELECT count(*) FROM rooms WHERE typeof(log) <> 'blob' OR length(log) <> 16", "{0} rooms have an identity of a wrong form"),
        ("SELECT count(*) FROM rooms WHERE (name IS NULL) = (one IS NULL) OR (one IS NULL) <> (other IS NULL)", "{0} rooms are neither a room nor a conversation of two"),
        ("SELECT count(*) FROM rooms WHERE one NOT IN (SELECT id FROM users) OR other NOT IN (SELECT id FROM users)", "{0} conversations are of a user who is not there"),
        ("SELECT count(*) FROM members WHERE room NOT IN (SELECT log FROM rooms WHERE name IS NOT NULL)", "{0} memberships are of a room that is not there"),
        ("SELECT count(*) FROM members WHERE user NOT IN (SELECT id FROM users WHERE NOT forgotten)", "{0} memberships are of a user who is not there"),
        ("SELECT count(*) FROM hidden WHERE room NOT IN (SELECT log FROM rooms WHERE name IS NULL)", "{0} conversations that are hidden are not there"),
        ("SELECT count(*) FROM hidden WHERE user NOT IN (SELECT id FROM users)", "{0} conversations are hidden for a user who is not there"),
        ("SELECT count(*) FROM secrets WHERE user NOT IN (SELECT id FROM users WHERE NOT forgotten)", "{0} secrets are of a user who is not there"),
        ("SELECT count(*) FROM blocked WHERE user NOT IN (SELECT id FROM users WHERE NOT forgotten)", "{0} blocks are by a user who is not there"),
        ("SELECT count(*) FROM blocked WHERE other NOT IN (SELECT id FROM users)", "{0} blocks are of a user who is not there"),
        ($"SELECT count(*) FROM marks m WHERE NOT {IsOfTheRoom}", "{0} read marks are of a user who is not in that room"),
        ("SELECT count(*) FROM marks m WHERE seq < 1 OR seq > coalesce((SELECT head FROM logs WHERE log = m.room), 0)", "{0} read marks are where no message is"),
        ($"SELECT count(*) FROM mentions m WHERE NOT {IsOfTheRoom}", "{0} mentions are of a user who is not in that room"),
        ("SELECT count(*) FROM mentions m WHERE NOT EXISTS (SELECT * FROM logs WHERE log = m.room AND m.seq BETWEEN first AND head)", "{0} mentions are of a message that is not there"),
    ];

    public static void Run(SqliteConnection connection, Findings findings)
    {
        foreach (var (query, what) in Queries)
        {
            if (Database.Number(connection, query) is not 0 and var count)
            {
                findings.Add(Sort, string.Format(CultureInfo.InvariantCulture, what, count));
            }
        }
    }
}
