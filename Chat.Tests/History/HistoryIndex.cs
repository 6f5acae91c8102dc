using System.Diagnostics.CodeAnalysis;

namespace Chat.Tests.History;

/// <summary>A history by what the rules ask for: posts by user and key, logs by room.</summary>
internal sealed class HistoryIndex
{
    private readonly Dictionary<(string User, Guid Key), PostTrail> _posts = [];
    private readonly Dictionary<Guid, List<PostTrail>> _byKey = [];
    private readonly Dictionary<string, HashSet<string>> _nicks = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, LogIndex> _logs = [];
    private readonly Dictionary<(string? User, string Room), Guid> _rooms = [];
    private readonly Dictionary<string, LogIndex> _byName = new(StringComparer.Ordinal);

    public HistoryIndex(RecordedHistory history)
    {
        History = history;
        foreach (var happened in history.Events)
        {
            Take(happened);
        }

        foreach (var final in history.Logs)
        {
            Take(final);
        }
    }

    public RecordedHistory History { get; }

    public Dictionary<long, Invocation> Invocations { get; } = [];

    public IReadOnlyCollection<PostTrail> Posts => _posts.Values;

    public IReadOnlyCollection<LogIndex> Logs => _logs.Values;

    public LogIndex? LogOf(Guid log) => _logs.GetValueOrDefault(log);

    /// <summary>The log that was read in the end under that name.</summary>
    public LogIndex? LogNamed(string room) => _byName.GetValueOrDefault(room);

    /// <summary>A room's name means the same to all; a direct conversation is named after the other one.</summary>
    public bool TryGetLog(Session session, string room, [NotNullWhen(true)] out LogIndex? log)
    {
        log = _rooms.TryGetValue(Name(session, room), out var id) ? LogOf(id) : null;
        return log is not null;
    }

    public static (string? User, string Room) Name(Session session, string room) => (room[0] == '#' ? null : session.User, room);

    public PostTrail PostOf(string user, Guid key)
    {
        if (!_posts.TryGetValue((user, key), out var post))
        {
            _posts.Add((user, key), post = new PostTrail(user, key));
            if (!_byKey.TryGetValue(key, out var sameKey))
            {
                _byKey.Add(key, sameKey = []);
            }

            sameKey.Add(post);
        }

        return post;
    }

    private void Take(HistoryEvent happened)
    {
        switch (happened)
        {
            case Naming naming:
                if (!_nicks.TryGetValue(naming.Session.User, out var nicks))
                {
                    _nicks.Add(naming.Session.User, nicks = new HashSet<string>(StringComparer.Ordinal));
                }

                nicks.Add(naming.Nick);
                break;
            case Invocation invocation:
                Invocations.Add(invocation.Stamp, invocation);
                PostOf(invocation.Session.User, invocation.Key).Invocations.Add(invocation);
                break;
            case Acknowledgement acknowledged:
                PostOf(acknowledged.Session.User, acknowledged.Key).Acknowledgements.Add(acknowledged);
                break;
            case Refusal refused when Invocations.TryGetValue(refused.AskedAt, out var asked):
                PostOf(refused.Session.User, asked.Key).Refusals.Add(refused);
                break;
            case Joining joining:
                _rooms.TryAdd(Name(joining.Session, joining.Room), joining.Log);
                break;
        }
    }

    private void Take(FinalLog final)
    {
        var log = new LogIndex(final);
        _logs.Add(final.Log, log);
        _byName.TryAdd(final.Room, log);
        if (final.Room[0] == '#')
        {
            _rooms.TryAdd((null, final.Room), final.Log);
        }

        foreach (var said in final.Events)
        {
            var stored = new StoredEvent(log, said, said.Key is { } key ? AuthorOf(key, said.Nick) : null);
            log.Add(stored);
            if (stored.Post is not null)
            {
                stored.Post.Stored ??= stored;
            }
        }
    }

    private PostTrail? AuthorOf(Guid key, string nick) =>
        _byKey.GetValueOrDefault(key)?.Find(post => post.Invocations.Count > 0 && _nicks[post.User].Contains(nick));
}
