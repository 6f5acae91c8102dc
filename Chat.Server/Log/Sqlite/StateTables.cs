using Chat.Server.Log.SystemEvents;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>Reads the tables of current state, and the system log that they come from.</summary>
internal static class StateTables
{
    /// <summary>The state as the tables have it.</summary>
    /// <exception cref="InvalidDataException">The tables do not fit each other.</exception>
    public static SystemState Read(SqliteConnection connection)
    {
        var state = new SystemState();
        Each(connection, "SELECT id, nick, since FROM users ORDER BY id", row => state.Apply(new UserAdded(row.Int64(2), User(row, 0), row.Text(1))));
        Each(connection, "SELECT id FROM users WHERE forgotten", row => state.Apply(new UserForgotten(0, User(row, 0))));
        Each(connection, "SELECT user, hash, ended FROM secrets ORDER BY number", row =>
        {
            var secret = new SecretHash(row.Guid(1));
            state.Apply(new SecretIssued(0, User(row, 0), secret));
            if (!row.IsNull(2))
            {
                state.Apply(new SecretEnded(row.Int64(2), secret));
            }
        });
        Each(connection, "SELECT user, other FROM blocked", row => state.Apply(new BlockChanged(0, User(row, 0), User(row, 1), true)));
        Each(connection, "SELECT log, name FROM rooms WHERE name IS NOT NULL", row => state.Apply(new RoomAdded(0, Room(row, 0), row.Text(1))));
        Each(connection, "SELECT log, one, other FROM rooms WHERE name IS NULL", row => state.Apply(new ConversationAdded(0, Room(row, 0), User(row, 1), User(row, 2))));
        Each(connection, "SELECT room, user FROM members", row => state.Apply(new MemberAdded(0, Room(row, 0), User(row, 1))));
        Each(connection, "SELECT room, user FROM hidden", row => state.Apply(new ConversationHidden(0, Room(row, 0), User(row, 1), true)));
        return state;
    }

    /// <summary>Goes through the system log from its first event on.</summary>
    /// <exception cref="InvalidDataException">An event cannot be read.</exception>
    public static void ReadLog(SqliteConnection connection, Action<long, SystemEvent> each) =>
        Each(connection, "SELECT seq, time, data FROM system ORDER BY seq", row => each(row.Int64(0), SystemEventCodec.Decode(row.Int64(1), row.Blob(2))));

    /// <summary>What the events of each log have left behind.</summary>
    public static Dictionary<LogId, LogTail> ReadTails(SqliteConnection connection)
    {
        var tails = new Dictionary<LogId, LogTail>();
        Each(connection, "SELECT log, first, head, last_time, topic FROM logs", row =>
        {
            var log = Room(row, 0);
            tails.Add(log, new LogTail(new LogBounds(log, row.Int64(1), row.Int64(2)), row.Int64(3), row.IsNull(4) ? null : row.Text(4)));
        });
        return tails;
    }

    /// <summary>Calls back for every row of a query.</summary>
    public static void Each(SqliteConnection connection, string sql, Action<Statement> row)
    {
        using var statement = new Statement(connection, sql);
        while (statement.Step())
        {
            row(statement);
        }
    }

    private static UserId User(Statement row, int column) => new(row.Int64(column));

    private static LogId Room(Statement row, int column) => new(row.Guid(column));
}
