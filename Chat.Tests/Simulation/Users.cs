using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>Who is who: by secrets over connections, by keys over posts, by events over direct conversations.</summary>
internal sealed class Users
{
    private readonly Dictionary<Link, UserTrail> _byLink = [];
    private readonly Dictionary<Guid, Link> _bySecret = [];
    private readonly Dictionary<(Guid Key, string Text), HashSet<UserTrail>> _senders = [];
    private readonly Dictionary<string, UserTrail> _rulers = [];
    private readonly Dictionary<UserId, UserTrail> _byAuthor = [];
    private readonly Chronicle _chronicle;

    public Users(Chronicle chronicle)
    {
        _chronicle = chronicle;
        foreach (var link in chronicle.Links)
        {
            Follow(link);
        }

        FindAuthors();
        FindDirects();
        Readings = new ReadRules(chronicle, this);
    }

    /// <summary>How far who has read.</summary>
    public ReadRules Readings { get; }

    public List<UserTrail> All { get; } = [];

    /// <summary>Null for a connection that was never welcomed.</summary>
    public UserTrail? Of(Link link) => _byLink.GetValueOrDefault(link);

    public UserTrail? Of(UserId author) => _byAuthor.GetValueOrDefault(author);

    /// <summary>The connection whose Welcome gave a secret.</summary>
    public Link? LinkOf(Guid secret) => _bySecret.GetValueOrDefault(secret);

    private void Follow(Link link)
    {
        HelloFrame? hello = null;
        UserTrail? user = null;
        var asked = new List<NickFrame>();
        var askedAt = 0L;
        foreach (var (kind, frame, stamp, _) in link.Moments)
        {
            switch (frame)
            {
                case HelloFrame { Agent: "sim" } said when kind == MomentKind.Sent:
                    (hello, askedAt) = (said, stamp);
                    break;
                case WelcomeFrame welcome when user is null:
                    user = link.Device is { } device ? Registered(device, welcome, askedAt, stamp) : Guest(hello!, welcome);
                    user.Links.Add(link);
                    user.Nicks.Add(welcome.Nick);
                    _byLink[link] = user;
                    _bySecret[welcome.Session] = link;
                    break;
                case NickFrame nick when kind == MomentKind.Sent:
                    asked.Add(nick);
                    break;
                case ModerateFrame { Reason: { } reason } when kind == MomentKind.Sent && user is not null:
                    _rulers[reason] = user;
                    break;
                case PostFrame post when kind == MomentKind.Sent && user is not null:
                    if (!_senders.TryGetValue((post.Key, post.Text), out var senders))
                    {
                        _senders.Add((post.Key, post.Text), senders = []);
                    }

                    senders.Add(user);
                    break;
            }
        }

        user?.Nicks.UnionWith(asked.Select(static nick => nick.Nick));
    }

    private UserTrail Guest(HelloFrame hello, WelcomeFrame welcome)
    {
        var isResumed = hello.Resume is not null && welcome.Nick != hello.Nick;
        return isResumed && LinkOf(hello.Resume!.Value) is { } earlier ? Of(earlier)! : NewUser(null);
    }

    private UserTrail Registered(DeviceId device, WelcomeFrame welcome, long askedAt, long answeredAt)
    {
        var owner = _chronicle.Registry.OwnerOf(device.Key, welcome.Nick, askedAt, answeredAt);
        if (owner is null)
        {
            _chronicle.Fault($"Welcomed with a key that nobody has: {welcome}");
        }

        return owner is { } id ? _byAuthor.GetValueOrDefault(id) ?? (_byAuthor[id] = NewUser(id)) : NewUser(null);
    }

    private UserTrail NewUser(UserId? account)
    {
        All.Add(new UserTrail(All.Count + 1) { Account = account, Author = account });
        return All[^1];
    }

    /// <summary>All events of one author were sent by one and the same user.</summary>
    private void FindAuthors()
    {
        foreach (var events in _chronicle.Ledger.Events.GroupBy(static stored => stored.Event.Author))
        {
            var known = Of(events.Key);
            HashSet<UserTrail> possible = known is null ? [.. All.Where(static user => user.Author is null)] : [known];
            foreach (var stored in events)
            {
                if (stored.Event.Kind == EventKind.Moderation)
                {
                    // By the reason, which each gives in other words. In a conversation there is none: but then it is in a room as well.
                    possible.IntersectWith(_rulers.GetValueOrDefault(ReasonIn(stored.Event.Text)) is { } ruler ? [ruler] : [.. possible]);
                    continue;
                }

                possible.IntersectWith(_senders.GetValueOrDefault((stored.Event.Key ?? default, stored.Event.Text)) ?? []);
                possible.RemoveWhere(user => !user.Nicks.Contains(stored.Event.Nick));
            }

            if (possible.Count == 0)
            {
                _chronicle.Fault($"Nobody alone sent what {events.Key} is said to have written: {string.Join(", ", events)}");
                continue;
            }

            var user = possible.First();
            user.Author = events.Key;
            _byAuthor[events.Key] = user;
        }
    }

    /// <summary>Reasons are two words.</summary>
    private static string ReasonIn(string report) => string.Join(' ', report.Split(' ').TakeLast(2));

    private void FindDirects()
    {
        foreach (var link in _chronicle.Links)
        {
            foreach (var moment in link.Moments)
            {
                foreach (var stored in moment.Kind == MomentKind.Received ? DirectsIn(moment.Frame) : [])
                {
                    var log = _chronicle.Ledger[stored.Log];
                    Of(link)?.Directs.Add(log);
                    foreach (var said in log.Events)
                    {
                        Of(said.Event.Author)?.Directs.Add(log);
                    }
                }
            }
        }

        foreach (var log in _chronicle.Ledger.Logs.Values)
        {
            var users = All.Where(user => user.Directs.Contains(log)).ToArray();
            if (users.Length > 2)
            {
                _chronicle.Fault($"A direct conversation of two was delivered to more: {string.Join(", ", users.AsEnumerable())}");
            }
        }
    }

    /// <summary>What a frame tells of direct conversations.</summary>
    private IEnumerable<StoredEvent> DirectsIn(Frame? frame) => frame switch
    {
        EventFrame { Room: ['@', ..] } e => _chronicle.Ledger.Find(e.Key, e.Seq, e.Time, e.Nick, e.Text) is { } stored ? [stored] : [],
        HitsFrame hits => hits.Hits.Where(static hit => hit.Room.StartsWith('@')).Select(_chronicle.Ledger.Find).OfType<StoredEvent>(),
        _ => [],
    };
}
