using System.Diagnostics.CodeAnalysis;

namespace Chat.Server.Delivery;

/// <summary>The subscriptions of one session by feed. Most sessions have a few, which are looked through; only many get a table.</summary>
internal sealed class SubscriptionSet
{
    private const int MostInLine = 8;

    private Subscription[] _line = [];
    private Dictionary<FeedId, Subscription>? _table;

    public int Count { get; private set; }

    /// <summary>All of them, in no order. Not to be changed meanwhile.</summary>
    public IEnumerable<Subscription> All => _table is null ? _line.Take(Count) : _table.Values;

    public Subscription? Find(FeedId feed)
    {
        if (_table is not null)
        {
            return _table.GetValueOrDefault(feed);
        }

        var index = IndexOf(feed);
        return index < 0 ? null : _line[index];
    }

    /// <summary>Adds one to a feed that it has none to.</summary>
    public void Add(Subscription subscription)
    {
        if (_table is null && Count == MostInLine)
        {
            _table = _line.ToDictionary(static each => each.Feed.Id);
            _line = [];
        }

        if (_table is not null)
        {
            _table.Add(subscription.Feed.Id, subscription);
        }
        else
        {
            if (Count == _line.Length)
            {
                Array.Resize(ref _line, Math.Max(1, Count * 2));
            }

            _line[Count] = subscription;
        }

        Count++;
    }

    public bool Remove(FeedId feed, [NotNullWhen(true)] out Subscription? subscription)
    {
        if (_table is not null)
        {
            var isFound = _table.Remove(feed, out subscription);
            Count = _table.Count;
            return isFound;
        }

        var index = IndexOf(feed);
        subscription = index < 0 ? null : _line[index];
        if (subscription is null)
        {
            return false;
        }

        _line[index] = _line[--Count];
        _line[Count] = null!;
        return true;
    }

    public void Clear()
    {
        (_line, _table, Count) = ([], null, 0);
    }

    private int IndexOf(FeedId feed)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_line[i].Feed.Id == feed)
            {
                return i;
            }
        }

        return -1;
    }
}
