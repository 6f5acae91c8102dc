namespace Chat.Tests.History;

/// <summary>What answers to posts promise: what is acknowledged is kept, and one key is one event.</summary>
internal sealed class AnswerRules
{
    private readonly HistoryIndex _index;
    private readonly Faults _faults;

    public AnswerRules(HistoryIndex index, Faults faults)
    {
        _index = index;
        _faults = faults;
    }

    public void Check()
    {
        foreach (var post in _index.Posts)
        {
            foreach (var acknowledged in post.Acknowledgements)
            {
                CheckKept(post, acknowledged);
                CheckSame(post, acknowledged);
            }

            CheckRefusals(post);
        }

        foreach (var stored in _index.Logs.SelectMany(static log => log.Events))
        {
            if (stored.Post?.Stored is { } first && !ReferenceEquals(first, stored))
            {
                _faults.Add(Rule.Once, $"The {stored.Post} is stored twice: as {first} and as {stored}.");
            }
        }
    }

    private void CheckKept(PostTrail post, Acknowledgement acknowledged)
    {
        if (!_index.TryGetLog(acknowledged.Session, acknowledged.Room, out var log))
        {
            _faults.Add(Rule.Kept, $"The {post} got {acknowledged}, but that log was not there to be read in the end.");
            return;
        }

        if (_index.History.HasRetention && acknowledged.Seq < log.Final.First)
        {
            return;
        }

        if (log.Find(acknowledged.Seq) is not { } stored)
        {
            _faults.Add(Rule.Kept, $"The {post} got {acknowledged}, but the final log ({log.Final.First} to {log.Final.Head}) does not have it.");
        }
        else if (!ReferenceEquals(stored.Post, post))
        {
            _faults.Add(Rule.Kept, $"The {post} got {acknowledged}, but there stands {stored}.");
        }
        else if (stored.Event.Time != acknowledged.Time)
        {
            _faults.Add(Rule.Kept, $"The {post} got {acknowledged}, with the time {acknowledged.Time}, but the final log says {stored.Event.Time}.");
        }
    }

    private void CheckSame(PostTrail post, Acknowledgement acknowledged)
    {
        var first = post.Acknowledgements[0];
        if ((acknowledged.Seq, acknowledged.Time) != (first.Seq, first.Time) || !IsSameLog(acknowledged, first))
        {
            _faults.Add(Rule.Once, $"The {post} got {first} (time {first.Time}), and {acknowledged} (time {acknowledged.Time}).");
        }

        if (!_index.Invocations.TryGetValue(acknowledged.AskedAt, out var asked) || asked.Key != acknowledged.Key || asked.Session != acknowledged.Session)
        {
            _faults.Add(Rule.Once, $"The {post} got {acknowledged}, but what that answers is {asked?.ToString() ?? "nothing that was sent"}.");
        }
    }

    /// <summary>Whether a key is known is looked at before anything that could be refused for good.</summary>
    private void CheckRefusals(PostTrail post)
    {
        foreach (var refused in post.Refusals)
        {
            if (refused.IsDefinite && post.Acknowledgements.Find(earlier => earlier.Stamp < refused.AskedAt) is { } acknowledged)
            {
                _faults.Add(Rule.Once, $"The {post} got {acknowledged}, and when sent again to {refused.Session} at {refused.AskedAt} it got {refused.Code}.");
            }
        }
    }

    private bool IsSameLog(Acknowledgement one, Acknowledgement other) =>
        one.Room == other.Room || (_index.TryGetLog(one.Session, one.Room, out var log) && _index.TryGetLog(other.Session, other.Room, out var same) && log == same);
}
