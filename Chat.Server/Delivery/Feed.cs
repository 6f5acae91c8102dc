namespace Chat.Server.Delivery;

/// <summary>One feed as one lane knows it: who follows it, where its head is, and the newest blocks. Owned by the lane.</summary>
internal sealed class Feed
{
    private readonly List<Subscription> _subscriptions = [];
    private readonly List<RecentBlock> _recent = [];
    private int _oldest;

    public Feed(FeedId id, string name, long head)
    {
        Id = id;
        Name = name;
        Head = head;
    }

    public FeedId Id { get; }

    /// <summary>What its events call the room.</summary>
    public string Name { get; set; }

    /// <summary>The newest seq this lane has been told of.</summary>
    public long Head { get; set; }

    public bool IsEmpty => _subscriptions.Count == 0;

    public List<Subscription> Subscriptions => _subscriptions;

    public void Add(Subscription subscription)
    {
        subscription.Index = _subscriptions.Count;
        _subscriptions.Add(subscription);
    }

    public void Remove(Subscription subscription)
    {
        var last = _subscriptions[^1];
        _subscriptions[subscription.Index] = last;
        last.Index = subscription.Index;
        _subscriptions.RemoveAt(_subscriptions.Count - 1);
        subscription.Index = -1;
    }

    public void Keep(RecentBlock block) => _recent.Add(block);

    /// <summary>Lets go of the block at a position, which has become too old, unless it was forgotten before.</summary>
    public void Release(long position)
    {
        if (_oldest == _recent.Count || _recent[_oldest].Position != position)
        {
            return;
        }

        _oldest++;
        if (_oldest * 2 >= _recent.Count)
        {
            _recent.RemoveRange(0, _oldest);
            _oldest = 0;
        }
    }

    public void Forget()
    {
        _recent.Clear();
        _oldest = 0;
    }

    /// <summary>The kept block that holds the event after <paramref name="cursor"/>, if there is one.</summary>
    public RecentBlock? Find(long cursor)
    {
        var (low, high) = (_oldest, _recent.Count - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var block = _recent[middle];
            if (block.Last <= cursor)
            {
                low = middle + 1;
            }
            else if (block.First > cursor + 1)
            {
                high = middle - 1;
            }
            else
            {
                return block;
            }
        }

        return null;
    }
}
