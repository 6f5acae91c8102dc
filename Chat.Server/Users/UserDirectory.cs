using System.Diagnostics.CodeAnalysis;
using Chat.Protocol.Names;
using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>Who is known: by nick those who are here, by secret those who may come back. State of the sequencer's turn.</summary>
internal sealed class UserDirectory
{
    /// <summary>How long a guest may be away and go on as himself.</summary>
    public const long ResumeMilliseconds = 10 * 60 * 1000;

    /// <summary>Guests that may come back at the most; beyond it the one longest gone is forgotten first.</summary>
    public const int MaxAbsent = 20_000;

    /// <summary>Secrets that stay valid for one guest at the most; beyond it the oldest is forgotten.</summary>
    public const int MaxSecrets = 64;

    private readonly NameIndex<User> _byNick = new();
    private readonly Dictionary<SecretHash, ResumeTicket> _tickets = [];
    private readonly Dictionary<UserId, List<SecretHash>> _secrets = [];
    private readonly SortedSet<(long EndedAt, long Order, Guid Secret)> _ended = [];
    private readonly HashSet<User> _crowded = [];
    private long _lastId;

    public UserId NextId() => new(++_lastId);

    /// <summary>An id was given out by an earlier server: those to come are above it.</summary>
    public void Pass(UserId id) => _lastId = Math.Max(_lastId, id.Value);

    /// <summary>Somebody who is here, by his nick.</summary>
    public bool TryFind(NameKey nick, [NotNullWhen(true)] out User? user) => _byNick.TryGet(nick, out user);

    /// <summary>Somebody who is here or may come back.</summary>
    public bool TryFind(UserId id, [NotNullWhen(true)] out User? user)
    {
        user = _secrets.TryGetValue(id, out var secrets) ? _tickets[secrets[0]].User : null;
        return user is not null;
    }

    public bool TryAdd(User user) => _byNick.TryAdd(user.Nick.Key, user);

    /// <summary>Gives a present user another nick; false, and nothing changed, when it is taken.</summary>
    public bool TryRename(User user, Nick nick)
    {
        _byNick.Remove(user.Nick.Key);
        if (!_byNick.TryAdd(nick.Key, user))
        {
            _byNick.TryAdd(user.Nick.Key, user);
            return false;
        }

        user.Nick = nick;
        return true;
    }

    public void Remove(User user) => _byNick.Remove(user.Nick.Key);

    /// <summary>The ticket of a secret that is known and has not expired at <paramref name="now"/>.</summary>
    public bool TryResume(SecretHash secret, long now, [NotNullWhen(true)] out User? user)
    {
        user = _tickets.TryGetValue(secret, out var ticket) && !IsExpired(ticket, now) ? ticket.User : null;
        return user is not null;
    }

    /// <summary>Whether anything may still bring the user back.</summary>
    public bool IsKnown(User user) => user.IsOnline || _secrets.ContainsKey(user.Id);

    /// <summary>What a user may go on with, in the order of issue.</summary>
    public IEnumerable<StoredSecret> SecretsOf(User user) =>
        _secrets.TryGetValue(user.Id, out var secrets) ? secrets.Select(secret => new StoredSecret(secret, _tickets[secret].EndedAt)) : [];

    public void Issue(SecretHash secret, User user)
    {
        _tickets.Add(secret, new ResumeTicket(user, null));
        if (!_secrets.TryGetValue(user.Id, out var secrets))
        {
            _secrets.Add(user.Id, secrets = []);
        }

        secrets.Add(secret);
        if (secrets.Count > MaxSecrets)
        {
            _crowded.Add(user);
        }
    }

    /// <summary>Takes back what <see cref="Issue"/> did.</summary>
    public void Withdraw(SecretHash secret)
    {
        if (_tickets.Remove(secret, out var ticket))
        {
            var secrets = _secrets[ticket.User.Id];
            secrets.Remove(secret);
            if (secrets.Count <= MaxSecrets)
            {
                _crowded.Remove(ticket.User);
            }

            if (secrets.Count == 0)
            {
                _secrets.Remove(ticket.User.Id);
            }

            _ended.Remove((ticket.EndedAt ?? 0, ticket.User.Id.Value, secret.Value));
        }
    }

    /// <summary>The secret's session has ended: from now on it expires. Null takes that back.</summary>
    public void SetEnded(SecretHash secret, long? endedAt)
    {
        if (!_tickets.TryGetValue(secret, out var ticket))
        {
            return;
        }

        _ended.Remove((ticket.EndedAt ?? 0, ticket.User.Id.Value, secret.Value));
        _tickets[secret] = ticket with { EndedAt = endedAt };
        if (endedAt is { } time)
        {
            _ended.Add((time, ticket.User.Id.Value, secret.Value));
        }
    }

    /// <summary>Forgets what has expired or is too much, and tells what that was, in its order.</summary>
    public List<Lapse> Tidy(long now)
    {
        List<Lapse> lapses = [];
        while (_crowded.Count > 0)
        {
            var user = _crowded.First();
            var oldest = _secrets[user.Id][0];
            Withdraw(oldest);
            lapses.Add(new Lapse(user, oldest, false));
        }

        while (_ended.Count > 0)
        {
            var oldest = new SecretHash(_ended.Min.Secret);
            var ticket = _tickets[oldest];
            if (!IsExpired(ticket, now) && _ended.Count <= MaxAbsent)
            {
                break;
            }

            Withdraw(oldest);
            lapses.Add(new Lapse(ticket.User, oldest, !IsKnown(ticket.User)));
        }

        return lapses;
    }

    private static bool IsExpired(ResumeTicket ticket, long now) => ticket.EndedAt is { } endedAt && now - endedAt >= ResumeMilliseconds;
}
