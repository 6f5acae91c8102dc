using Chat.Protocol;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Users;

namespace Chat.Server.Rooms;

/// <summary>A room that people join: <c>#name</c>. State of the sequencer's turn.</summary>
internal sealed class ChatRoom : Room
{
    /// <summary>Rooms above this size do not announce presence.</summary>
    public const int MaxAnnounced = 256;

    private readonly Dictionary<UserId, User> _members = [];
    private readonly FeedId _feed;

    public ChatRoom(LogId log, RoomName name)
        : base(log)
    {
        Name = name;
        _feed = new FeedId(log, default);
    }

    /// <summary>As it was spelled by whoever created it.</summary>
    public RoomName Name { get; }

    /// <summary>Whether presence in it is told to its members.</summary>
    public bool IsAnnounced => _members.Count <= MaxAnnounced;

    /// <summary>Guests who were in it when their session ended and who may come back.</summary>
    public HashSet<UserId> Absent { get; } = [];

    /// <summary>Whether it is entered by invitation only and shown to its members only.</summary>
    public bool IsPrivate { get; set; }

    /// <summary>Who may do more in it than others, whether he is in it or not. Registered users only, and one owner at the most.</summary>
    public Dictionary<UserId, RoomRole> Roles { get; } = [];

    /// <summary>Who may enter it although it is private. Changed by the <see cref="RoomDirectory"/> only.</summary>
    public HashSet<UserId> Invited { get; } = [];

    /// <summary>Who may not enter it, or not speak in it.</summary>
    public RestrictionList Restrictions { get; } = new();

    public UserId? Owner
    {
        get
        {
            foreach (var (user, role) in Roles)
            {
                if (role == RoomRole.Owner)
                {
                    return user;
                }
            }

            return null;
        }
    }

    /// <summary>Nobody is in it or may come back to it, and nothing was said.</summary>
    public bool IsUnused => _members.Count == 0 && Absent.Count == 0 && Head == 0;

    public override int MemberCount => _members.Count;

    public override IEnumerable<User> Users => _members.Values;

    public override IEnumerable<(FeedId Feed, string Name)> Feeds => [(_feed, Name.Text)];

    public override bool Has(User user) => _members.ContainsKey(user.Id);

    public override bool IsOf(UserId user) => _members.ContainsKey(user) || Absent.Contains(user);

    public override RoomRole RoleOf(User user) => Roles.GetValueOrDefault(user.Id);

    public override string NameFor(User viewer) => Name.Text;

    public override FeedId FeedFor(User viewer) => _feed;

    public void Add(User user) => _members.Add(user.Id, user);

    public void Remove(User user) => _members.Remove(user.Id);
}
