using Chat.Protocol;

namespace Chat.Tests.History;

/// <summary>A final log: what is where, who said it, and what it said over time.</summary>
internal sealed class LogIndex
{
    private readonly Dictionary<long, StoredEvent> _bySeq;
    private readonly Dictionary<long, Revisions> _revisions = [];

    public LogIndex(FinalLog final)
    {
        Final = final;
        Events = new List<StoredEvent>(final.Events.Count);
        _bySeq = new Dictionary<long, StoredEvent>(final.Events.Count);
    }

    public FinalLog Final { get; }

    /// <summary>In the order in which they were read.</summary>
    public List<StoredEvent> Events { get; }

    public void Add(StoredEvent stored)
    {
        Events.Add(stored);
        _bySeq.TryAdd(stored.Seq, stored);
        if (stored.Event is { Kind: EventKind.Edit or EventKind.Delete, Ref: { } target } && target != stored.Seq)
        {
            if (!_revisions.TryGetValue(target, out var revisions))
            {
                _revisions.Add(target, revisions = new Revisions());
            }

            revisions.Add(stored);
        }
    }

    public StoredEvent? Find(long seq) => _bySeq.GetValueOrDefault(seq);

    /// <summary>
    /// Whether an event could be read as <paramref name="seen"/> when the log's head was <paramref name="head"/> or anything after it. One key sent
    /// with several contents may stand for each of them.
    /// </summary>
    public bool CanSay(StoredEvent stored, Version seen, long head)
    {
        if (stored.Post is null)
        {
            return seen == Version.Of(stored.Event);
        }

        foreach (var invocation in stored.Post.Invocations)
        {
            var sent = invocation.Content;
            if (RevisionsOf(stored.Seq, sent) is not { } revisions)
            {
                if (seen == sent)
                {
                    return true;
                }

                continue;
            }

            for (var i = revisions.IndexAt(Math.Max(head, stored.Seq)); i < revisions.Count; i++)
            {
                if (revisions.Makes(i, sent, stored.Seq, seen))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>An edit changes with the event that it is about.</summary>
    private Revisions? RevisionsOf(long seq, Version sent) => sent.Kind switch
    {
        EventKind.Text or EventKind.Action or EventKind.Notice => _revisions.GetValueOrDefault(seq),
        EventKind.Edit when sent.Ref is { } target => _revisions.GetValueOrDefault(target),
        _ => null,
    };
}
