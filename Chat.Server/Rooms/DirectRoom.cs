using Chat.Protocol;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Users;

namespace Chat.Server.Rooms;

/// <summary>A conversation of two, or somebody's notebook when both are the same. State of the sequencer's turn.</summary>
internal sealed class DirectRoom : Room
{
    private readonly User _one;
    private readonly User _other;

    public DirectRoom(LogId log, User one, User other)
        : base(log)
    {
        _one = one;
        _other = other;
    }

    /// <summary>Who does not want to see it listed until something new is said.</summary>
    public HashSet<UserId> HiddenFor { get; } = [];

    public bool IsNotebook => ReferenceEquals(_one, _other);

    public override int MemberCount => IsNotebook ? 1 : 2;

    public override IEnumerable<User> Users => IsNotebook ? [_one] : [_one, _other];

    public override IEnumerable<(FeedId Feed, string Name)> Feeds => Users.Select(user => (FeedFor(user), NameFor(user)));

    public User PartnerOf(User user) => ReferenceEquals(user, _one) ? _other : _one;

    public override bool Has(User user) => ReferenceEquals(user, _one) || ReferenceEquals(user, _other);

    public override bool IsOf(UserId user) => user == _one.Id || user == _other.Id;

    public override RoomRole RoleOf(User user) => RoomRole.Member;

    public override string NameFor(User viewer) => "@" + PartnerOf(viewer).Nick.Text;

    public override FeedId FeedFor(User viewer) => new(Log, viewer.Id);
}
