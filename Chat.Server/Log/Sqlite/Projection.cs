using System.Buffers;
using Chat.Server.Log.SystemEvents;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// The tables of current state that the system log comes to, changed in the transaction that appends to it. The same as
/// <see cref="SystemState.Apply"/>, in SQL. Owned by the writer.
/// </summary>
internal sealed partial class Projection : IDisposable
{
    private readonly Statements _statements;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public Projection(SqliteConnection connection)
    {
        _statements = new Statements(connection);
    }

    /// <summary>Appends events to the system log, the first with the seq after <paramref name="head"/>, and makes them true.</summary>
    public void Append(long head, IReadOnlyList<SystemEvent> events)
    {
        foreach (var e in events)
        {
            SystemEventCodec.Encode(e, _bytes);
            On("INSERT INTO system VALUES (?, ?, ?)").Bind(1, ++head).Bind(2, e.Time).Bind(3, _bytes.WrittenSpan).Run();
            Apply(e);
        }
    }

    /// <summary>Makes one event true.</summary>
    public void Apply(SystemEvent e)
    {
        switch (e)
        {
            case UserAdded added:
                On("INSERT INTO users (id, nick, since) VALUES (?, ?, ?)").Bind(1, added.User.Value).Bind(2, added.Nick).Bind(3, added.Time).Run();
                break;
            case UserRenamed renamed:
                On("UPDATE users SET nick = ? WHERE id = ?").Bind(1, renamed.Nick).Bind(2, renamed.User.Value).Run();
                break;
            case UserForgotten forgotten:
                foreach (var sql in (string[])[
                    "UPDATE users SET forgotten = 1 WHERE id = ?", "DELETE FROM secrets WHERE user = ?", "DELETE FROM members WHERE user = ?", "DELETE FROM blocked WHERE user = ?", "DELETE FROM invitations WHERE user = ?", "DELETE FROM marks WHERE user = ?", "DELETE FROM mentions WHERE user = ?"])
                {
                    On(sql).Bind(1, forgotten.User.Value).Run();
                }

                break;
            case SecretIssued issued:
                On("INSERT INTO secrets (hash, user) VALUES (?, ?)").Bind(1, issued.Secret.Value).Bind(2, issued.User.Value).Run();
                break;
            case SecretEnded ended:
                On("UPDATE secrets SET ended = ? WHERE hash = ?").Bind(1, ended.Time).Bind(2, ended.Secret.Value).Run();
                break;
            case SecretWithdrawn withdrawn:
                On("DELETE FROM secrets WHERE hash = ?").Bind(1, withdrawn.Secret.Value).Run();
                break;
            case BlockChanged { IsBlocked: true } block:
                On("INSERT INTO blocked VALUES (?, ?)").Bind(1, block.User.Value).Bind(2, block.Other.Value).Run();
                break;
            case BlockChanged block:
                On("DELETE FROM blocked WHERE user = ? AND other = ?").Bind(1, block.User.Value).Bind(2, block.Other.Value).Run();
                break;
            default:
                ApplyToRoom(e);
                break;
        }
    }

    public void Dispose() => _statements.Dispose();

    private void ApplyToRoom(SystemEvent e)
    {
        switch (e)
        {
            case RoomAdded added:
                On("INSERT INTO rooms (log, name) VALUES (?, ?)").Bind(1, added.Room.Value).Bind(2, added.Name).Run();
                break;
            case ConversationAdded added:
                On("INSERT INTO rooms (log, one, other) VALUES (?, ?, ?)").Bind(1, added.Room.Value).Bind(2, added.One.Value).Bind(3, added.Other.Value).Run();
                break;
            case RoomRemoved removed:
                foreach (var sql in (string[])[
                    "DELETE FROM rooms WHERE log = ?", "DELETE FROM members WHERE room = ?", "DELETE FROM hidden WHERE room = ?", "DELETE FROM roles WHERE room = ?", "DELETE FROM invitations WHERE room = ?",
                    "DELETE FROM restrictions WHERE room = ?", "DELETE FROM marks WHERE room = ?", "DELETE FROM mentions WHERE room = ?"])
                {
                    On(sql).Bind(1, removed.Room.Value).Run();
                }

                break;
            case ConversationHidden { IsHidden: true } hidden:
                On("INSERT INTO hidden VALUES (?, ?)").Bind(1, hidden.Room.Value).Bind(2, hidden.User.Value).Run();
                break;
            case ConversationHidden hidden:
                On("DELETE FROM hidden WHERE room = ? AND user = ?").Bind(1, hidden.Room.Value).Bind(2, hidden.User.Value).Run();
                break;
            case MemberAdded joined:
                On("INSERT INTO members VALUES (?, ?)").Bind(1, joined.Room.Value).Bind(2, joined.User.Value).Run();
                break;
            case MemberRemoved left:
                foreach (var sql in (string[])[
                    "DELETE FROM members WHERE room = ? AND user = ?", "DELETE FROM marks WHERE room = ? AND user = ?", "DELETE FROM mentions WHERE room = ? AND user = ?"])
                {
                    On(sql).Bind(1, left.Room.Value).Bind(2, left.User.Value).Run();
                }

                break;
            default:
                ApplyToRights(e);
                break;
        }
    }

    private Statement On(string sql) => _statements.On(sql);
}
