namespace Chat.Client.Connection;

/// <summary>
/// What was typed and is not committed yet: a queue for each room, of which only the first is ever under way, so that nothing overtakes.
/// Owned by the session.
/// </summary>
internal sealed class Outbox
{
    private readonly Dictionary<string, Queue<Outgoing>> _rooms = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public IEnumerable<string> Rooms => _rooms.Keys;

    public void Add(Outgoing post)
    {
        if (!_rooms.TryGetValue(post.Room, out var queue))
        {
            _rooms.Add(post.Room, queue = new Queue<Outgoing>());
        }

        queue.Enqueue(post);
        Count++;
    }

    /// <summary>The oldest post of a room; null when nothing waits there.</summary>
    public Outgoing? First(string room) => _rooms.TryGetValue(room, out var queue) ? queue.Peek() : null;

    /// <summary>Takes a post out that is committed or refused.</summary>
    /// <returns>False when it is out already.</returns>
    public bool Remove(Outgoing post)
    {
        if (!_rooms.TryGetValue(post.Room, out var queue) || !queue.Contains(post))
        {
            return false;
        }

        if (queue.Peek() == post)
        {
            queue.Dequeue();
        }
        else
        {
            _rooms[post.Room] = queue = new Queue<Outgoing>(queue.Where(other => other != post));
        }

        if (queue.Count == 0)
        {
            _rooms.Remove(post.Room);
        }

        Count--;
        return true;
    }

    public IReadOnlyList<Outgoing> Of(string room) => _rooms.TryGetValue(room, out var queue) ? [.. queue] : [];

    public Outgoing? Find(string room, Guid key) =>
        _rooms.TryGetValue(room, out var queue) ? queue.FirstOrDefault(post => post.Key == key) : null;

    /// <summary>The server spells a room in its own way, or it got another name.</summary>
    public void Rename(string old, string current)
    {
        if (old == current || !_rooms.Remove(old, out var queue))
        {
            return;
        }

        foreach (var post in queue)
        {
            post.Room = current;
        }

        if (_rooms.TryGetValue(current, out var present))
        {
            foreach (var post in queue)
            {
                present.Enqueue(post);
            }
        }
        else
        {
            _rooms.Add(current, queue);
        }
    }

    /// <summary>The connection is gone: nothing is under way any more, and everything goes out again.</summary>
    public void Recall()
    {
        foreach (var queue in _rooms.Values)
        {
            foreach (var post in queue)
            {
                post.InFlight = false;
            }
        }
    }

    /// <summary>When the next one that waits may go; null when none waits.</summary>
    public TimeSpan? NextDue(TimeSpan now)
    {
        TimeSpan? due = null;
        foreach (var queue in _rooms.Values)
        {
            if (queue.Peek() is { InFlight: false } first && first.NotBefore > now && !(due <= first.NotBefore))
            {
                due = first.NotBefore;
            }
        }

        return due;
    }
}
