using Chat.Protocol;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;

namespace Chat.Tests.Simulation;

/// <summary>
/// What was true of users and for how long, by the changes that the store took. Of registered users that is all there is, as each of their changes is stored before
/// anybody is told; of guests it is only what the server found worth keeping.
/// </summary>
internal sealed class Registry
{
    private readonly Dictionary<UserId, Dictionary<Fact, List<Span>>> _facts = [];
    private readonly List<Action<long>> _untold = [];
    private readonly Dictionary<LogId, string> _roomKeys = [];
    private readonly Dictionary<string, (UserId, Span)[]> _ownersOf = [];

    /// <summary>Everyone who ever had a device.</summary>
    public HashSet<UserId> Registered { get; } = [];

    /// <summary>Which codes let whom in, and when the store took that.</summary>
    public List<(SecretHash Code, UserId User, long Stored)> UsedCodes { get; } = [];

    /// <summary>What moderators did, where, and when the store took that.</summary>
    public List<(LogId Room, long Stored, SystemEvent Change)> Rulings { get; } = [];

    /// <summary>One change of users and rooms.</summary>
    public void Take(SystemEvent systemEvent, long stamp)
    {
        switch (systemEvent)
        {
            case UserAdded e:
                Begin(Fact.Nick(e.User, e.Nick), e, stamp);
                break;
            case UserRenamed e:
                End(e.User, static fact => fact.Kind == FactKind.Nick, stamp);
                Begin(Fact.Nick(e.User, e.Nick), e, stamp);
                break;
            case UserForgotten e:
                End(e.User, static _ => true, stamp);
                break;
            case NickReserved e:
                Begin(Fact.FormerNick(e.User, e.Nick), e, stamp);
                break;
            case NickReleased e:
                End(Fact.FormerNick(e.User, e.Nick), stamp);
                break;
            case DeviceAdded e:
                Registered.Add(e.User);
                Begin(Fact.Device(e.User, e.Device.Key), e, stamp);
                break;
            case DeviceRemoved e:
                End(Fact.Device(e.User, e.Device.Key), stamp);
                break;
            case CodeIssued { User: { } user } e:
                Begin(Fact.Code(user, e.Code), e, stamp);
                break;
            case CodeUsed e:
                UsedCodes.Add((e.Code, e.User, stamp));
                End(Fact.Code(e.User, e.Code), stamp);
                break;
            case RoleChanged or PrivacyChanged or InvitationAdded or InvitationEnded or RestrictionAdded or RestrictionEnded:
                TakeOfRights(systemEvent, stamp);
                break;
            default:
                TakeOfRoom(systemEvent, stamp);
                break;
        }
    }

    /// <summary>From now on the server knows what is stored.</summary>
    public void Tell(long stamp)
    {
        _untold.ForEach(tell => tell(stamp));
        _untold.Clear();
    }

    public bool Holds(Fact fact, long from, long to) => Spans(fact).Any(span => span.Holds(from, to));

    public bool MayHold(Fact fact, long from, long to) => Spans(fact).Any(span => span.MayHold(from, to));

    public IReadOnlyList<Span> Spans(Fact fact) => _facts.GetValueOrDefault(fact.User)?.GetValueOrDefault(fact) ?? [];

    /// <summary>What was ever true of somebody.</summary>
    public IEnumerable<Fact> Of(UserId user, FactKind kind) => _facts.GetValueOrDefault(user)?.Keys.Where(fact => fact.Kind == kind) ?? [];

    /// <summary>Whether somebody may have been in a room of this name.</summary>
    public bool MayBeIn(UserId user, string roomKey, long from, long to) =>
        Of(user, FactKind.Member).Any(fact => _roomKeys.GetValueOrDefault((LogId)fact.Object) == roomKey && MayHold(fact, from, to));

    /// <summary>Whether somebody was in a room of this name all the time.</summary>
    public bool IsIn(UserId user, string roomKey, long from, long to) =>
        Of(user, FactKind.Member).Any(fact => _roomKeys.GetValueOrDefault((LogId)fact.Object) == roomKey && Holds(fact, from, to));

    /// <summary>Whether a room of this name was private all the time.</summary>
    public bool IsPrivate(string roomKey, long from, long to) =>
        Of(default, FactKind.Private).Any(fact => _roomKeys.GetValueOrDefault((LogId)fact.Object) == roomKey && Holds(fact, from, to));

    /// <summary>Whose nicks, present or former, are the same as this one, and how long they were. Only when the run is over.</summary>
    public IReadOnlyList<(UserId User, Span Span)> OwnersOf(string nick)
    {
        if (!_ownersOf.TryGetValue(nick, out var owners))
        {
            _ownersOf.Add(nick, owners = Nick.TryParse(nick, out var name) ? [.. Registered.SelectMany(user => SpansOf(user, name).Select(span => (user, span)))] : []);
        }

        return owners;
    }

    /// <summary>Who a device let in; null for nobody. Where it may be two, the one who was called <paramref name="nick"/>.</summary>
    public UserId? OwnerOf(Fingerprint device, string nick, long from, long to)
    {
        var owners = Registered.Where(user => MayHold(Fact.Device(user, device), from, to)).ToArray();
        return owners.Length == 0 ? null : owners.OrderByDescending(user => MayHold(Fact.Nick(user, nick), from, to)).First();
    }

    private IEnumerable<Span> SpansOf(UserId user, Nick name) => _facts[user]
        .Where(pair => pair.Key.Kind is FactKind.Nick or FactKind.FormerNick && Nick.TryParse((string)pair.Key.Object, out var owned) && owned.Matches(name))
        .SelectMany(static pair => pair.Value);

    private void TakeOfRoom(SystemEvent systemEvent, long stamp)
    {
        switch (systemEvent)
        {
            case RoomAdded e:
                _roomKeys[e.Room] = RoomName.TryParse(e.Name, out var name) ? name.Key.SkeletonOfFolded : "";
                break;
            case MemberAdded e:
                Begin(Fact.Member(e.User, e.Room), e, stamp);
                break;
            case MemberRemoved e:
                End(Fact.Member(e.User, e.Room), stamp);
                break;
            case ConversationAdded e:
                Begin(Fact.Side(e.One, e.Room), e, stamp);
                if (e.Other != e.One)
                {
                    Begin(Fact.Side(e.Other, e.Room), e, stamp);
                }

                break;
            case ConversationHidden { IsHidden: true } e:
                Begin(Fact.Hidden(e.User, e.Room), e, stamp);
                break;
            case ConversationHidden e:
                End(Fact.Hidden(e.User, e.Room), stamp);
                break;
        }
    }

    private void TakeOfRights(SystemEvent systemEvent, long stamp)
    {
        switch (systemEvent)
        {
            case RoleChanged e:
                End(Fact.Role(e.User, e.Room), stamp);
                if (e.Role != RoomRole.Member)
                {
                    Begin(Fact.Role(e.User, e.Room), e, stamp);
                }

                if (e.User != e.By || e.Role != RoomRole.Owner)
                {
                    Rulings.Add((e.Room, stamp, e)); // Who has made a room is its owner, which needs no word.
                }

                break;
            case PrivacyChanged e:
                End(Fact.Private(e.Room), stamp);
                if (e.IsPrivate)
                {
                    Begin(Fact.Private(e.Room), e, stamp);
                }

                Rulings.Add((e.Room, stamp, e));
                break;
            case InvitationAdded e:
                Begin(Fact.Invited(e.User, e.Room), e, stamp);
                Rulings.Add((e.Room, stamp, e));
                break;
            case InvitationEnded e:
                End(Fact.Invited(e.User, e.Room), stamp);
                break;
            case RestrictionAdded { Room: { } room, Restriction: var restriction } e:
                var added = FactOf(restriction.Kind, restriction.User, room);
                End(added, stamp);
                Begin(added, e, stamp, restriction.EndsAt);
                Rulings.Add((room, stamp, e));
                break;
            case RestrictionEnded { Room: { } room } e:
                End(FactOf(e.Kind, e.User, room), stamp);
                if (e.By is not null)
                {
                    Rulings.Add((room, stamp, e)); // Else it has run out.
                }

                break;
        }
    }

    private static Fact FactOf(RestrictionKind kind, UserId user, LogId room) => kind == RestrictionKind.Ban ? Fact.Banned(user, room) : Fact.Muted(user, room);

    private void Begin(Fact fact, SystemEvent cause, long stamp, long? until = null)
    {
        if (!_facts.TryGetValue(fact.User, out var facts))
        {
            _facts.Add(fact.User, facts = []);
        }

        if (!facts.TryGetValue(fact, out var spans))
        {
            facts.Add(fact, spans = []);
        }

        var span = new Span(stamp, cause.Time) { Until = until ?? long.MaxValue };
        spans.Add(span);
        _untold.Add(known => span.Known = known);
    }

    private void End(UserId user, Predicate<Fact> which, long stamp)
    {
        foreach (var fact in _facts.GetValueOrDefault(user)?.Keys.Where(fact => which(fact)).ToArray() ?? [])
        {
            End(fact, stamp);
        }
    }

    private void End(Fact fact, long stamp)
    {
        if (Spans(fact) is [.., { EndStored: long.MaxValue } span])
        {
            span.EndStored = stamp;
            _untold.Add(known => span.EndKnown = known);
        }
    }
}
