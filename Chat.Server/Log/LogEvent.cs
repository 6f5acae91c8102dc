using Chat.Protocol;

namespace Chat.Server.Log;

/// <summary>One event as a log holds it. Immutable: an edit or a deletion puts another one in its place.</summary>
internal sealed record LogEvent
{
    /// <summary>The log's own counter, from 1, without gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>Unix milliseconds, UTC; never smaller than that of the event before.</summary>
    public required long Time { get; init; }

    public required UserId Author { get; init; }

    /// <summary>What the author was called when he said it.</summary>
    public required string Nick { get; init; }

    public required EventKind Kind { get; init; }

    public required string Text { get; init; }

    /// <summary>The seq it replies to, edits, deletes or reacts to.</summary>
    public long? Ref { get; init; }

    /// <summary>The client's key; null for what the server itself wrote.</summary>
    public Guid? Key { get; init; }

    /// <summary>
    /// This event after <paramref name="revision"/> has been appended to the same log: an edited one and its earlier edits carry
    /// the latest text, a deleted one is a deletion of itself and its edits are empty.
    /// </summary>
    public LogEvent RevisedBy(LogEvent revision)
    {
        var isTarget = revision.Ref == Seq && Kind is EventKind.Text or EventKind.Action or EventKind.Notice;
        var isEarlierEdit = Kind == EventKind.Edit && Ref == revision.Ref;
        return revision.Kind switch
        {
            EventKind.Edit when revision.Ref == Seq || isEarlierEdit => this with { Text = revision.Text },
            EventKind.Delete when isTarget => this with { Kind = EventKind.Delete, Ref = Seq, Text = "" },
            EventKind.Delete when isEarlierEdit => this with { Text = "" },
            _ => this,
        };
    }
}
