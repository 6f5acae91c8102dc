using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>What must be true of the logs: no gaps, no doubles, nothing that nobody said, and the store gives back what it took.</summary>
internal sealed class LogRules
{
    private readonly Chronicle _chronicle;
    private readonly Users _users;
    private readonly Dictionary<(UserTrail, Guid), List<PostFrame>> _sent = [];
    private readonly Dictionary<UserTrail, List<ModerateFrame>> _ruled = [];

    public LogRules(Chronicle chronicle, Users users)
    {
        _chronicle = chronicle;
        _users = users;
    }

    public void Check(IEventLog store)
    {
        CollectSent();
        foreach (var log in _chronicle.Ledger.Logs.Values)
        {
            CheckOrder(log);
            CheckStore(log, store);
        }

        foreach (var stored in _chronicle.Ledger.Events)
        {
            CheckSaid(stored);
        }

        foreach (var same in _chronicle.Ledger.Events.Where(static stored => stored.Event.Key is not null).OrderBy(static stored => stored.StoredAt).GroupBy(static stored => (stored.Event.Author, stored.Event.Key)))
        {
            foreach (var (earlier, later) in same.Zip(same.Skip(1)))
            {
                if (earlier.EvictedAt > later.StoredAt)
                {
                    _chronicle.Fault($"One post was stored twice: {earlier} and {later}");
                }
            }
        }
    }

    private void CheckOrder(LogRecord log)
    {
        var time = 0L;
        for (var i = 0; i < log.Events.Count; i++)
        {
            var logEvent = log.Events[i].Event;
            if (logEvent.Seq != i + 1)
            {
                _chronicle.Fault($"A log has the seq {logEvent.Seq} where {i + 1} comes: {log.Events[i]}");
            }

            if (logEvent.Time < time)
            {
                _chronicle.Fault($"Time goes back in a log: {log.Events[i]}");
            }

            time = logEvent.Time;
        }
    }

    private void CheckStore(LogRecord log, IEventLog store)
    {
        var slice = store.ReadAsync(new LogRead(log.Id, 0, long.MaxValue, int.MaxValue, int.MaxValue, false), CancellationToken.None).AsTask();
        if (!slice.IsCompletedSuccessfully)
        {
            _chronicle.Fault("The store gives no answer.");
            return;
        }

        var events = slice.GetAwaiter().GetResult().Events;
        if (events.Count != log.Events.Count - log.First + 1)
        {
            _chronicle.Fault($"The store holds {events.Count} events where it took {log.Events.Count} and kept those from {log.First}.");
            return;
        }

        foreach (var held in events)
        {
            var taken = log.Events[(int)held.Seq - 1].Event;
            var version = log.Versions(held.Seq, log.Events.Count, log.Events.Count).Single();
            if (held != taken with { Kind = version.Kind, Text = version.Text, Ref = version.Ref })
            {
                _chronicle.Fault($"The store gives {held} for {taken}");
            }
        }
    }

    private void CollectSent()
    {
        foreach (var link in _chronicle.Links)
        {
            if (_users.Of(link) is not { } user)
            {
                continue;
            }

            foreach (var moment in link.Moments)
            {
                if (moment is { Kind: MomentKind.Sent, Frame: ModerateFrame ruling })
                {
                    if (!_ruled.TryGetValue(user, out var rulings))
                    {
                        _ruled.Add(user, rulings = []);
                    }

                    rulings.Add(ruling);
                }
                else if (moment is { Kind: MomentKind.Sent, Frame: PostFrame post })
                {
                    if (!_sent.TryGetValue((user, post.Key), out var posts))
                    {
                        _sent.Add((user, post.Key), posts = []);
                    }

                    posts.Add(post);
                }
            }
        }
    }

    private void CheckSaid(StoredEvent stored)
    {
        var e = stored.Event;
        if (e.Key is { } key && _users.Of(e.Author) is { } user && _sent.TryGetValue((user, key), out var posts)
            && posts.Exists(post => post.Kind == e.Kind && post.Text == e.Text && (post.Ref == e.Ref || e.Ref is null)))
        {
            return;
        }

        if (e.Kind == EventKind.Moderation && _users.Of(e.Author) is { } moderator && _ruled.GetValueOrDefault(moderator) is { } ruled
            && ruled.Exists(ruling => e.Text.Split(' ')[0] == ruling.Action && (ruling.Reason is null || e.Text.EndsWith(ruling.Reason, StringComparison.Ordinal) || ruling.Action is "invite" or "private" or "public")))
        {
            return;
        }

        _chronicle.Fault($"Stored, but nobody said it: {stored} {e.Nick} {e.Kind} {e.Text}");
    }
}
