using Chat.Protocol;

namespace Chat.Tests.History;

/// <summary>The edits and deletions of one event, in the order of their seqs.</summary>
internal sealed class Revisions
{
    private readonly List<StoredEvent> _all = [];
    private int _deletion = int.MaxValue;

    public int Count => _all.Count;

    public void Add(StoredEvent revision)
    {
        if (revision.Event.Kind == EventKind.Delete)
        {
            _deletion = Math.Min(_deletion, _all.Count);
        }

        _all.Add(revision);
    }

    /// <summary>The place of the last one up to <paramref name="seq"/>; -1 when there is none.</summary>
    public int IndexAt(long seq)
    {
        var (low, high) = (0, _all.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_all[middle].Seq <= seq)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    /// <summary>
    /// Whether an event that was sent as <paramref name="sent"/> may say <paramref name="seen"/> once the revision at <paramref name="index"/>
    /// has been made, and before the next one.
    /// </summary>
    public bool Makes(int index, Version sent, long seq, Version seen)
    {
        if (index < 0)
        {
            return seen == sent;
        }

        if (index >= _deletion)
        {
            return seen == (sent.Kind == EventKind.Edit ? sent with { Text = "" } : new Version(EventKind.Delete, "", seq));
        }

        var edit = _all[index];
        return seen == sent with { Text = seen.Text }
            && (edit.Post is null ? edit.Event.Text == seen.Text : edit.Post.Invocations.Exists(invocation => invocation.Text == seen.Text));
    }
}
