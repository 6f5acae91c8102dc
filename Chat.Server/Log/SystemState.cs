using Chat.Server.Log.SystemEvents;

namespace Chat.Server.Log;

/// <summary>
/// Users and rooms as the system log tells of them: what a store keeps as tables of current state, and what a server starts from. Not
/// safe for several threads.
/// </summary>
internal sealed partial class SystemState
{
    private readonly Dictionary<UserId, StoredUser> _users = [];
    private readonly Dictionary<SecretHash, StoredUser> _secrets = [];
    private readonly Dictionary<DeviceId, StoredUser> _devices = [];
    private readonly Dictionary<SecretHash, StoredCode> _codes = [];

    public IReadOnlyDictionary<UserId, StoredUser> Users => _users;

    /// <summary>Codes that still let somebody in, or that nobody has noticed to have run out.</summary>
    public IReadOnlyDictionary<SecretHash, StoredCode> Codes => _codes;

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
            case DeviceAdded or DeviceRemoved or NickReserved or NickReleased or OperatorChanged:
                ApplyToAccount(e);
                break;
            case CodeIssued or CodeUsed or CodeEnded:
                ApplyToCode(e);
                break;
            case RoleChanged or PrivacyChanged or InvitationAdded or InvitationEnded or RestrictionAdded or RestrictionEnded:
                ApplyToRights(e);
                break;
            default:
                ApplyToRoom(e);
                break;
        }
    }

    private void ApplyToAccount(SystemEvent e)
    {
        switch (e)
        {
            case DeviceAdded added:
                var owner = UserOf(added.User, e);
                Demand(_devices.TryAdd(added.Device, owner), e);
                owner.Devices.Add(new StoredDevice(added.Device, added.Label, added.Time));
                break;
            case DeviceRemoved removed:
                Demand(_devices.Remove(removed.Device), e);
                Demand(UserOf(removed.User, e).Devices.RemoveAll(device => device.Id == removed.Device) == 1, e);
                break;
            case NickReserved reserved:
                UserOf(reserved.User, e).FormerNicks.Add(reserved.Nick);
                break;
            case NickReleased released:
                Demand(UserOf(released.User, e).FormerNicks.Remove(released.Nick), e);
                break;
            case OperatorChanged changed:
                UserOf(changed.User, e).IsOperator = changed.IsOperator;
                break;
            default:
                throw new InvalidDataException($"No account for {e.GetType().Name}.");
        }
    }

    private void ApplyToCode(SystemEvent e)
    {
        switch (e)
        {
            case CodeIssued issued:
                var code = new StoredCode(issued.Code, issued.Purpose, issued.User, issued.Room, issued.Uses, issued.Time, issued.EndsAt);
                Demand(_codes.TryAdd(issued.Code, code), e);
                break;
            case CodeUsed used:
                Demand(_codes.TryGetValue(used.Code, out var left), e);
                _codes[used.Code] = left with { Uses = left.Uses - 1 };
                if (left.Uses == 1)
                {
                    _codes.Remove(used.Code);
                }

                break;
            case CodeEnded ended:
                Demand(_codes.Remove(ended.Code), e);
                break;
            default:
                throw new InvalidDataException($"No code for {e.GetType().Name}.");
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
            room.Invited.Remove(user.Id);
        }
    }

    private StoredUser UserOf(UserId id, SystemEvent e) => _users.GetValueOrDefault(id) ?? throw Damaged(e);

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
