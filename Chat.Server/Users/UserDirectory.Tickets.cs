using System.Diagnostics.CodeAnalysis;
using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>The secrets by which guests go on as themselves.</summary>
internal sealed partial class UserDirectory
{
    /// <summary>How long a guest may be away and go on as himself.</summary>
    public const long ResumeMilliseconds = 10 * 60 * 1000;

    /// <summary>Guests that may come back at the most; beyond it the one longest gone is forgotten first.</summary>
    public const int MaxAbsent = 20_000;

    /// <summary>Secrets that stay valid for one guest at the most; beyond it the oldest is forgotten.</summary>
    public const int MaxSecrets = 64;

    private readonly Dictionary<SecretHash, ResumeTicket> _tickets = [];
    private readonly Dictionary<UserId, List<SecretHash>> _secrets = [];
    private readonly SortedSet<(long EndedAt, long Order, Guid Secret)> _ended = [];
    private readonly HashSet<User> _crowded = [];

    /// <summary>The ticket of a secret that is known and has not expired at <paramref name="now"/>.</summary>
    public bool TryResume(SecretHash secret, long now, [NotNullWhen(true)] out User? user)
    {
        user = _tickets.TryGetValue(secret, out var ticket) && !IsExpired(ticket, now) ? ticket.User : null;
        return user is not null;
    }

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
