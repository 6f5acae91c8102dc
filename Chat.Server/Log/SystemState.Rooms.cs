using Chat.Protocol;
using Chat.Server.Log.SystemEvents;

namespace Chat.Server.Log;

/// <summary>Rooms, who is in them, and who may do what.</summary>
internal sealed partial class SystemState
{
    private readonly Dictionary<LogId, StoredRoom> _rooms = [];

    public IReadOnlyDictionary<LogId, StoredRoom> Rooms => _rooms;

    /// <summary>Who may not enter this server, or not speak on it.</summary>
    public RestrictionList Restrictions { get; } = new();

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

    private void ApplyToRights(SystemEvent e)
    {
        switch (e)
        {
            case RoleChanged { Role: RoomRole.Member } changed:
                Demand(RoomOf(changed.Room, e).Roles.Remove(changed.User), e);
                break;
            case RoleChanged changed:
                RoomOf(changed.Room, e).Roles[UserOf(changed.User, e).Id] = changed.Role;
                break;
            case PrivacyChanged changed:
                RoomOf(changed.Room, e).IsPrivate = changed.IsPrivate;
                break;
            case InvitationAdded added:
                Demand(RoomOf(added.Room, e).Invited.Add(UserOf(added.User, e).Id), e);
                break;
            case InvitationEnded ended:
                Demand(RoomOf(ended.Room, e).Invited.Remove(ended.User), e);
                break;
            case RestrictionAdded added:
                UserOf(added.Restriction.User, e);
                RestrictionsOf(added.Room, e).Set(added.Restriction);
                break;
            case RestrictionEnded ended:
                Demand(RestrictionsOf(ended.Room, e).Remove(ended.Kind, ended.User) is not null, e);
                break;
            default:
                throw new InvalidDataException($"No right for {e.GetType().Name}.");
        }
    }

    private RestrictionList RestrictionsOf(LogId? room, SystemEvent e) => room is { } log ? RoomOf(log, e).Restrictions : Restrictions;

    private StoredRoom RoomOf(LogId id, SystemEvent e) => _rooms.GetValueOrDefault(id) ?? throw Damaged(e);
}
