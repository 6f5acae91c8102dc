using Chat.Server.Log;

namespace Chat.Server.Rooms;

/// <summary>
/// How far each user has read in a room, and which of the events that he has not read speak to him. Of those who belong to it only: there is nothing of anybody else. State of
/// the sequencer's turn.
/// </summary>
internal sealed class Readings
{
    /// <summary>Mentions that are kept for one user in one room; beyond it the oldest is forgotten.</summary>
    public const int MaxMentions = 1_000;

    private readonly Dictionary<UserId, long> _marks = [];
    private readonly Dictionary<UserId, List<long>> _mentions = [];
    private readonly SortedSet<(long Seq, long User)> _bySeq = [];

    /// <summary>The newest seq that a user has read; 0 when there is none.</summary>
    public long MarkOf(UserId user) => _marks.GetValueOrDefault(user);

    /// <summary>Sets how far a user has read; 0 for nothing.</summary>
    public void SetMark(UserId user, long seq)
    {
        if (seq == 0)
        {
            _marks.Remove(user);
        }
        else
        {
            _marks[user] = seq;
        }
    }

    /// <summary>The events that speak to a user, in the order of seq.</summary>
    public IReadOnlyList<long> MentionsOf(UserId user) => _mentions.TryGetValue(user, out var seqs) ? seqs : [];

    /// <summary>Whom an event speaks to who has not read it.</summary>
    public IReadOnlyList<UserId> MentionedBy(long seq) =>
        _bySeq.Count == 0 ? [] : [.. _bySeq.GetViewBetween((seq, long.MinValue), (seq, long.MaxValue)).Select(static mention => new UserId(mention.User))];

    /// <summary>Adds an event that speaks to a user; false when it does so already.</summary>
    public bool Add(UserId user, long seq)
    {
        if (!_mentions.TryGetValue(user, out var seqs))
        {
            _mentions.Add(user, seqs = []);
        }

        // Nearly always the newest.
        var place = seqs.Count == 0 || seqs[^1] < seq ? ~seqs.Count : seqs.BinarySearch(seq);
        if (place >= 0)
        {
            return false;
        }

        seqs.Insert(~place, seq);
        _bySeq.Add((seq, user.Value));
        return true;
    }

    /// <summary>Takes an event from those that speak to a user; false when it does not.</summary>
    public bool Remove(UserId user, long seq)
    {
        if (!_bySeq.Remove((seq, user.Value)))
        {
            return false;
        }

        var seqs = _mentions[user];
        seqs.RemoveAt(seqs.BinarySearch(seq));
        if (seqs.Count == 0)
        {
            _mentions.Remove(user);
        }

        return true;
    }

    /// <summary>Events before <paramref name="first"/> are not there any more: they speak to nobody.</summary>
    public void Forget(long first)
    {
        while (_bySeq.Count > 0 && _bySeq.Min is var (seq, user) && seq < first)
        {
            Remove(new UserId(user), seq);
        }
    }
}
