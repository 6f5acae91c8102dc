namespace Chat.Server.Delivery;

/// <summary>One feed as one lane knows it: who follows it, where its head is, and the newest blocks. Owned by the lane.</summary>
internal sealed class Feed
{
    private readonly List<Subscription> _subscriptions = [];
    private readonly List<Block> _recent = [];
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

    public void Keep(Block block) => _recent.Add(block);

    /// <summary>Lets go of a block that has become too old, unless it was forgotten before.</summary>
    public void Release(Block block)
    {
        if (_oldest == _recent.Count || !ReferenceEquals(_recent[_oldest], block))
        {
            return;
        }

        _recent[_oldest++] = null!;
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
    public Block? Find(long cursor)
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
