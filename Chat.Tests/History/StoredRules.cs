using Chat.Protocol;

namespace Chat.Tests.History;

/// <summary>What must be true of the final logs by themselves: no gaps, time goes on, and nothing but what somebody said.</summary>
internal sealed class StoredRules
{
    private readonly HistoryIndex _index;
    private readonly Faults _faults;

    public StoredRules(HistoryIndex index, Faults faults)
    {
        _index = index;
        _faults = faults;
    }

    public void Check()
    {
        foreach (var log in _index.Logs)
        {
            CheckOrder(log);
            foreach (var stored in log.Events)
            {
                CheckSaid(stored);
                CheckContent(stored);
            }
        }
    }

    private void CheckOrder(LogIndex log)
    {
        var (next, time) = (log.Final.First, long.MinValue);
        if (next != 1 && !_index.History.HasRetention)
        {
            _faults.Add(Rule.Seqs, $"The log of {log.Final.Room} begins at {next}, though nothing is ever dropped from it.");
        }

        foreach (var stored in log.Events)
        {
            if (stored.Seq != next)
            {
                _faults.Add(Rule.Seqs, $"Where seq {next} belongs stands {stored}.");
            }

            if (stored.Event.Time < time)
            {
                _faults.Add(Rule.Times, $"Time goes back from {time} to {stored.Event.Time} at {stored}.");
            }

            (next, time) = (stored.Seq + 1, stored.Event.Time);
        }
    }

    private void CheckSaid(StoredEvent stored)
    {
        if (stored.Post is not { } post)
        {
            // What the server itself says has no key.
            if (stored.Event is not { Kind: EventKind.Moderation, Key: null })
            {
                _faults.Add(Rule.Said, $"Nobody ever sent {stored}.");
            }

            return;
        }

        // An answer that was lost may have been a good one.
        if (post.Refusals.Count(static refused => refused.IsDefinite) == post.Invocations.Count)
        {
            _faults.Add(Rule.Said, $"Each time it was sent it was refused ({post.Refusals[0].Code}), but the final log has {stored}.");
        }
    }

    private void CheckContent(StoredEvent stored)
    {
        if (stored.Post is { } post && !stored.Log.CanSay(stored, Version.Of(stored.Event), long.MaxValue))
        {
            _faults.Add(Rule.Content, $"What was sent is {post.Invocations[0]}; edits and deletions do not make of it {stored}.");
        }
    }
}
