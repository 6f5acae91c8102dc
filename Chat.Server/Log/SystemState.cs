using Chat.Server.Log.SystemEvents;

namespace Chat.Server.Log;

/// <summary>
/// Users and rooms as the system log tells of them: what a store keeps as tables of current state, and what a server starts from. Not
/// safe for several threads.
/// </summary>
internal sealed class SystemState
{
    private readonly Dictionary<UserId, StoredUser> _users = [];
    private readonly Dictionary<LogId, StoredRoom> _rooms = [];
    private readonly Dictionary<SecretHash, StoredUser> _secrets = [];

    public IReadOnlyDictionary<UserId, StoredUser> Users => _users;

    public IReadOnlyDictionary<LogId, StoredRoom> Rooms => _rooms;

    /// <summary>Makes one event true.</summary>
    /// <exception cref="InvalidDataException">It does not fit the state: the log has been damaged.</exception>
    public void Apply(SystemEvent e)
    {
        switch (e)
        {
            case UserAdded added:
                Demand(_users.TryAdd(added.User, new StoredUser(added.User, added.Nick, added.Time)), e);
                break;
            case UserRenamed renamed:
                UserOf(renamed.User, e).Nick = renamed.Nick;
                break;
            case UserForgotten forgotten:
                Forget(UserOf(forgotten.User, e));
                break;
            case SecretIssued issued:
                var holder = UserOf(issued.User, e);
                Demand(_secrets.TryAdd(issued.Secret, holder), e);
                holder.Secrets.Add(new StoredSecret(issued.Secret, null));
                break;
            case SecretEnded ended:
                var secrets = HolderOf(ended.Secret, e).Secrets;
                secrets[secrets.FindIndex(secret => secret.Hash == ended.Secret)] = new StoredSecret(ended.Secret, ended.Time);
                break;
            case SecretWithdrawn withdrawn:
                HolderOf(withdrawn.Secret, e).Secrets.RemoveAll(secret => secret.Hash == withdrawn.Secret);
                _secrets.Remove(withdrawn.Secret);
                break;
            case BlockChanged block:
                Demand(block.IsBlocked ? UserOf(block.User, e).Blocked.Add(UserOf(block.Other, e).Id) : UserOf(block.User, e).Blocked.Remove(block.Other), e);
                break;
            default:
                ApplyToRoom(e);
                break;
        }
    }

    private void ApplyToRoom(SystemEvent e)
    {
        switch (e)
        {
            case RoomAdded added:
                Demand(_rooms.TryAdd(added.Room, new StoredRoom(added.Room, added.Name, null)), e);
                break;
            case ConversationAdded added:
                var pair = (UserOf(added.One, e).Id, UserOf(added.Other, e).Id);
                Demand(_rooms.TryAdd(added.Room, new StoredRoom(added.Room, null, pair)), e);
                break;
            case RoomRemoved removed:
                Demand(_rooms.Remove(removed.Room), e);
                break;
            case ConversationHidden hidden:
                var hiddenFor = RoomOf(hidden.Room, e).HiddenFor;
                Demand(hidden.IsHidden ? hiddenFor.Add(UserOf(hidden.User, e).Id) : hiddenFor.Remove(hidden.User), e);
                break;
            case MemberAdded joined:
                Demand(RoomOf(joined.Room, e).Members.Add(UserOf(joined.User, e).Id), e);
                break;
            case MemberRemoved left:
                Demand(RoomOf(left.Room, e).Members.Remove(left.User), e);
                break;
            default:
                throw new InvalidDataException($"No state for {e.GetType().Name}.");
        }
    }

    private void Forget(StoredUser user)
    {
        user.IsForgotten = true;
        foreach (var secret in user.Secrets)
        {
            _secrets.Remove(secret.Hash);
        }

        user.Secrets.Clear();
        user.Blocked.Clear();
        foreach (var room in _rooms.Values)
        {
            room.Members.Remove(user.Id);
        }
    }

    private StoredUser UserOf(UserId id, SystemEvent e) => _users.GetValueOrDefault(id) ?? throw Damaged(e);

    private StoredRoom RoomOf(LogId id, SystemEvent e) => _rooms.GetValueOrDefault(id) ?? throw Damaged(e);

    private StoredUser HolderOf(SecretHash secret, SystemEvent e) => _secrets.GetValueOrDefault(secret) ?? throw Damaged(e);

    private static void Demand(bool fits, SystemEvent e)
    {
        if (!fits)
        {
            throw Damaged(e);
        }
    }

    private static InvalidDataException Damaged(SystemEvent e) => new($"A system event does not fit what came before it: {e}");
}
