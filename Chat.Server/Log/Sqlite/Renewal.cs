using System.Buffers;
using Chat.Server.Log.SystemEvents;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// Gives a database and every log in it a new identity. One that goes back in time must not keep them: clients hold cursors into what was said
/// since, and the index has keys and words of it.
/// </summary>
internal static class Renewal
{
    private static readonly string[] Places =
    [
        "logs SET log = ?2 WHERE log", "rooms SET log = ?2 WHERE log", "members SET room = ?2 WHERE room", "hidden SET room = ?2 WHERE room", "roles SET room = ?2 WHERE room",
        "invitations SET room = ?2 WHERE room", "restrictions SET room = ?2 WHERE room", "marks SET room = ?2 WHERE room", "mentions SET room = ?2 WHERE room",
    ];

    /// <summary>Does it in one transaction.</summary>
    /// <param name="connection">A database of the newest schema that nobody else uses.</param>
    /// <param name="newId">Gives identities.</param>
    /// <param name="cancellation">Ends it, with nothing changed.</param>
    /// <exception cref="InvalidDataException">An event of the system log cannot be read.</exception>
    public static void Run(SqliteConnection connection, Func<Guid> newId, CancellationToken cancellation)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var renewed = new Dictionary<LogId, LogId>();
        StateTables.Each(connection, "SELECT log FROM logs UNION SELECT log FROM rooms", row => renewed.Add(new LogId(row.Guid(0)), new LogId(newId())));
        foreach (var (former, log) in renewed.ToArray())
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var place in Places)
            {
                using var update = new Statement(connection, $"UPDATE {place} = ?1");
                update.Bind(1, former.Value).Bind(2, log.Value).Run();
            }
        }

        RenewSystemLog(connection, renewed, newId, cancellation);
        using (var store = new Statement(connection, "UPDATE store SET id = ?"))
        {
            store.Bind(1, newId()).Run();
        }

        transaction.Commit();
    }

    /// <summary>The same event about a room of another identity; one that is about no room is given back as it is.</summary>
    public static SystemEvent Renew(SystemEvent e, Func<LogId, LogId> renew) => e switch
    {
        RoomAdded added => added with { Room = renew(added.Room) },
        RoomRemoved removed => removed with { Room = renew(removed.Room) },
        ConversationAdded added => added with { Room = renew(added.Room) },
        ConversationHidden hidden => hidden with { Room = renew(hidden.Room) },
        MemberAdded added => added with { Room = renew(added.Room) },
        MemberRemoved removed => removed with { Room = renew(removed.Room) },
        RoleChanged changed => changed with { Room = renew(changed.Room) },
        PrivacyChanged changed => changed with { Room = renew(changed.Room) },
        InvitationAdded added => added with { Room = renew(added.Room) },
        InvitationEnded ended => ended with { Room = renew(ended.Room) },
        RestrictionAdded added => added with { Room = added.Room is { } room ? renew(room) : null },
        RestrictionEnded ended => ended with { Room = ended.Room is { } room ? renew(room) : null },
        UserAdded or UserRenamed or UserForgotten or SecretIssued or SecretEnded or SecretWithdrawn or BlockChanged => e,
        DeviceAdded or DeviceRemoved or NickReserved or NickReleased or OperatorChanged or CodeIssued or CodeUsed or CodeEnded => e,
        _ => throw new InvalidOperationException($"Nobody knows whether {e.GetType().Name} is about a room."),
    };

    /// <summary>Replaying it has to give the tables as they are now. It also names rooms that are gone.</summary>
    private static void RenewSystemLog(SqliteConnection connection, Dictionary<LogId, LogId> renewed, Func<Guid> newId, CancellationToken cancellation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var rows = new Statement(connection, "SELECT seq, time, data FROM system ORDER BY seq");
        using var update = new Statement(connection, "UPDATE system SET data = ?2 WHERE seq = ?1");
        while (rows.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            var e = SystemEventCodec.Decode(rows.Int64(1), rows.Blob(2));
            var after = Renew(e, log =>
            {
                if (!renewed.TryGetValue(log, out var other))
                {
                    renewed.Add(log, other = new LogId(newId()));
                }

                return other;
            });
            if (after != e)
            {
                SystemEventCodec.Encode(after, bytes);
                update.Bind(1, rows.Int64(0)).Bind(2, bytes.WrittenSpan).Run();
            }
        }
    }
}
