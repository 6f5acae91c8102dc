using Chat.Protocol;
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
        ReadAccounts(connection, state);
        Each(connection, "SELECT log, name FROM rooms WHERE name IS NOT NULL", row => state.Apply(new RoomAdded(0, Room(row, 0), row.Text(1))));
        Each(connection, "SELECT log, one, other FROM rooms WHERE name IS NULL", row => state.Apply(new ConversationAdded(0, Room(row, 0), User(row, 1), User(row, 2))));
        Each(connection, "SELECT room, user FROM members", row => state.Apply(new MemberAdded(0, Room(row, 0), User(row, 1))));
        Each(connection, "SELECT room, user FROM hidden", row => state.Apply(new ConversationHidden(0, Room(row, 0), User(row, 1), true)));
        ReadRights(connection, state);
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

    /// <summary>What is kept beside the logs.</summary>
    public static KeptMarks ReadMarks(SqliteConnection connection)
    {
        var (reads, sightings) = (new List<ReadMark>(), new List<DeviceSighting>());
        Each(connection, "SELECT user, room, seq FROM marks", row => reads.Add(new ReadMark(User(row, 0), Room(row, 1), row.Int64(2))));
        Each(connection, "SELECT key, seen FROM devices", row => sightings.Add(new DeviceSighting(StoredForms.Device(row.Blob(0)), row.Int64(1))));
        return new KeptMarks(reads, sightings);
    }

    /// <summary>What speaks to somebody who has not read it.</summary>
    public static List<Mention> ReadMentions(SqliteConnection connection)
    {
        var mentions = new List<Mention>();
        Each(connection, "SELECT room, seq, user FROM mentions ORDER BY room, seq", row => mentions.Add(new Mention(Room(row, 0), row.Int64(1), User(row, 2))));
        return mentions;
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

    private static void ReadAccounts(SqliteConnection connection, SystemState state)
    {
        Each(connection, "SELECT added, user, key, label FROM devices ORDER BY number", row =>
            state.Apply(new DeviceAdded(row.Int64(0), User(row, 1), StoredForms.Device(row.Blob(2)), row.Text(3))));
        Each(connection, "SELECT user, nick FROM former_nicks ORDER BY number", row => state.Apply(new NickReserved(0, User(row, 0), row.Text(1))));
        Each(connection, "SELECT id FROM users WHERE operator", row => state.Apply(new OperatorChanged(0, User(row, 0), true, null)));
        Each(connection, "SELECT hash, purpose, user, room, uses, issued, ends FROM codes", row => state.Apply(new CodeIssued(
            row.Int64(5),
            new SecretHash(row.Guid(0)),
            StoredForms.Choice<CodePurpose>(row.Int64(1)),
            row.IsNull(2) ? null : User(row, 2),
            row.IsNull(3) ? null : row.Text(3),
            (int)row.Int64(4),
            row.IsNull(6) ? null : row.Int64(6))));
    }

    private static void ReadRights(SqliteConnection connection, SystemState state)
    {
        Each(connection, "SELECT log FROM rooms WHERE private", row => state.Apply(new PrivacyChanged(0, Room(row, 0), true, null)));
        Each(connection, "SELECT room, user, role FROM roles", row =>
            state.Apply(new RoleChanged(0, Room(row, 0), User(row, 1), StoredForms.Choice<RoomRole>(row.Int64(2)), null)));
        Each(connection, "SELECT room, user FROM invitations", row => state.Apply(new InvitationAdded(0, Room(row, 0), User(row, 1), null)));
        Each(connection, "SELECT room, kind, user, nick, address, ends, reason FROM restrictions", row => state.Apply(new RestrictionAdded(
            0,
            row.Blob(0).Length == 0 ? null : Room(row, 0),
            new Restriction(
                StoredForms.Choice<RestrictionKind>(row.Int64(1)),
                User(row, 2),
                row.Text(3),
                row.IsNull(4) ? null : StoredForms.Address(row.Blob(4)),
                row.IsNull(5) ? null : row.Int64(5),
                row.Text(6)),
            null)));
    }

    private static UserId User(Statement row, int column) => new(row.Int64(column));

    private static LogId Room(Statement row, int column) => new(row.Guid(column));
}
