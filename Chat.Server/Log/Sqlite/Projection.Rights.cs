using Chat.Protocol;
using Chat.Server.Log.SystemEvents;

namespace Chat.Server.Log.Sqlite;

/// <summary>Accounts, codes and rights.</summary>
internal sealed partial class Projection
{
    private void ApplyToRights(SystemEvent e)
    {
        switch (e)
        {
            case DeviceAdded added:
                On("INSERT INTO devices (key, user, label, added, seen) VALUES (?1, ?2, ?3, ?4, ?4)")
                    .Bind(1, StoredForms.Of(added.Device)).Bind(2, added.User.Value).Bind(3, added.Label).Bind(4, added.Time).Run();
                break;
            case DeviceRemoved removed:
                On("DELETE FROM devices WHERE key = ?").Bind(1, StoredForms.Of(removed.Device)).Run();
                break;
            case NickReserved reserved:
                On("INSERT INTO former_nicks (user, nick) VALUES (?, ?)").Bind(1, reserved.User.Value).Bind(2, reserved.Nick).Run();
                break;
            case NickReleased released:
                On("DELETE FROM former_nicks WHERE user = ? AND nick = ?").Bind(1, released.User.Value).Bind(2, released.Nick).Run();
                break;
            case OperatorChanged changed:
                On("UPDATE users SET operator = ? WHERE id = ?").Bind(1, changed.IsOperator ? 1 : 0).Bind(2, changed.User.Value).Run();
                break;
            case CodeIssued issued:
                On("INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?)").Bind(1, issued.Code.Value).Bind(2, (long)issued.Purpose).Bind(3, issued.User?.Value)
                    .Bind(4, issued.Room).Bind(5, issued.Uses).Bind(6, issued.Time).Bind(7, issued.EndsAt).Run();
                break;
            case CodeUsed used:
                On("UPDATE codes SET uses = uses - 1 WHERE hash = ?").Bind(1, used.Code.Value).Run();
                On("DELETE FROM codes WHERE hash = ? AND uses = 0").Bind(1, used.Code.Value).Run();
                break;
            case CodeEnded ended:
                On("DELETE FROM codes WHERE hash = ?").Bind(1, ended.Code.Value).Run();
                break;
            case RoleChanged { Role: RoomRole.Member } changed:
                On("DELETE FROM roles WHERE room = ? AND user = ?").Bind(1, changed.Room.Value).Bind(2, changed.User.Value).Run();
                break;
            case RoleChanged changed:
                On("INSERT OR REPLACE INTO roles VALUES (?, ?, ?)").Bind(1, changed.Room.Value).Bind(2, changed.User.Value).Bind(3, (long)changed.Role).Run();
                break;
            case PrivacyChanged changed:
                On("UPDATE rooms SET private = ? WHERE log = ?").Bind(1, changed.IsPrivate ? 1 : 0).Bind(2, changed.Room.Value).Run();
                break;
            case InvitationAdded added:
                On("INSERT INTO invitations VALUES (?, ?)").Bind(1, added.Room.Value).Bind(2, added.User.Value).Run();
                break;
            case InvitationEnded ended:
                On("DELETE FROM invitations WHERE room = ? AND user = ?").Bind(1, ended.Room.Value).Bind(2, ended.User.Value).Run();
                break;
            case RestrictionAdded added:
                var (kind, user, nick, address, endsAt, reason) = added.Restriction;
                BindPlace(On("INSERT OR REPLACE INTO restrictions VALUES (?, ?, ?, ?, ?, ?, ?)"), added.Room).Bind(2, (long)kind).Bind(3, user.Value).Bind(4, nick)
                    .Bind(5, address is { } some ? StoredForms.Of(some) : null).Bind(6, endsAt).Bind(7, reason).Run();
                break;
            case RestrictionEnded ended:
                BindPlace(On("DELETE FROM restrictions WHERE room = ? AND kind = ? AND user = ?"), ended.Room).Bind(2, (long)ended.Kind).Bind(3, ended.User.Value).Run();
                break;
            default:
                throw new InvalidOperationException($"No table for {e.GetType().Name}.");
        }
    }

    /// <summary>The whole server is no bytes.</summary>
    private static Statement BindPlace(Statement statement, LogId? room) => room is { } log ? statement.Bind(1, log.Value) : statement.Bind(1, ReadOnlySpan<byte>.Empty);
}
