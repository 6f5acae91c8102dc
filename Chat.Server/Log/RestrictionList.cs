namespace Chat.Server.Log;

/// <summary>Who may not enter somewhere, or not speak there: at most one of a kind for each user. Not safe for several threads.</summary>
internal sealed class RestrictionList
{
    private readonly Dictionary<(RestrictionKind, UserId), Restriction> _all = [];
    private readonly Dictionary<(RestrictionKind, PeerAddress), HashSet<UserId>> _byAddress = [];

    public int Count => _all.Count;

    public IEnumerable<Restriction> All => _all.Values;

    /// <summary>Adds one in place of an earlier one of the same kind and user.</summary>
    /// <returns>The one that it takes the place of; null when there was none.</returns>
    public Restriction? Set(Restriction restriction)
    {
        var before = Remove(restriction.Kind, restriction.User);
        _all.Add((restriction.Kind, restriction.User), restriction);
        if (restriction.Address is { } address)
        {
            if (!_byAddress.TryGetValue((restriction.Kind, address), out var users))
            {
                _byAddress.Add((restriction.Kind, address), users = []);
            }

            users.Add(restriction.User);
        }

        return before;
    }

    public Restriction? Remove(RestrictionKind kind, UserId user)
    {
        if (_all.Remove((kind, user), out var removed)
            && removed.Address is { } address && _byAddress.TryGetValue((kind, address), out var users) && users.Remove(user) && users.Count == 0)
        {
            _byAddress.Remove((kind, address));
        }

        return removed;
    }

    /// <summary>The one of a kind that is about a user, whether it is over or not.</summary>
    public Restriction? Of(RestrictionKind kind, UserId user) => _all.GetValueOrDefault((kind, user));

    /// <summary>What keeps somebody from entering or speaking; null when nothing does.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="user">Who it is.</param>
    /// <param name="guestAddress">Where he comes from when he has no account; null when he has.</param>
    /// <param name="now">Unix milliseconds.</param>
    public Restriction? Find(RestrictionKind kind, UserId user, PeerAddress? guestAddress, long now)
    {
        if (Count == 0)
        {
            return null; // As nearly everywhere, and everybody who says something is looked for.
        }

        if (Of(kind, user) is { } own && !own.IsOver(now))
        {
            return own;
        }

        return guestAddress is { } address && _byAddress.TryGetValue((kind, address), out var users)
            ? users.Select(other => _all[(kind, other)]).FirstOrDefault(restriction => !restriction.IsOver(now))
            : null;
    }
}
