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

    private readonly Dictionary<UserId, Member> _members = [];
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

    /// <summary>Nobody is in it or may come back to it, and nothing was said.</summary>
    public bool IsUnused => _members.Count == 0 && Absent.Count == 0 && Head == 0;

    public IEnumerable<Member> Members => _members.Values;

    public override int MemberCount => _members.Count;

    public override IEnumerable<User> Users => _members.Values.Select(static member => member.User);

    public override IEnumerable<(FeedId Feed, string Name)> Feeds => [(_feed, Name.Text)];

    public override bool Has(User user) => _members.ContainsKey(user.Id);

    public override bool IsOf(UserId user) => _members.ContainsKey(user) || Absent.Contains(user);

    public override RoomRole RoleOf(User user) => _members.TryGetValue(user.Id, out var member) ? member.Role : RoomRole.Member;

    public override string NameFor(User viewer) => Name.Text;

    public override FeedId FeedFor(User viewer) => _feed;

    public void Add(Member member) => _members.Add(member.User.Id, member);

    public Member Remove(User user)
    {
        _members.Remove(user.Id, out var member);
        return member;
    }
}
