using System.Collections.Concurrent;
using Chat.Client.Store;
using Chat.Protocol.Frames;
using Chat.Protocol.Search;

namespace Chat.Client.Connection;

/// <summary>
/// What a link to a server keeps over its own end. Any thread may use it. When the disk refuses, the link goes on without: the first such
/// trouble is told among the events, and typed messages are refused as long as it lasts.
/// </summary>
internal sealed class LinkMemory
{
    /// <summary>Events from before that a person is shown for orientation, when a room is opened in which everything was seen.</summary>
    private const int MostContext = 20;

    private readonly ServerStore _store;
    private readonly ConcurrentDictionary<string, Guid> _logs = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _told = [];
    private volatile bool _isDeviceUser;
    private string? _trouble;
    private bool _isTold;

    private LinkMemory(ServerStore store, RestoredLink restored, bool isForPerson)
    {
        _store = store;
        Restored = restored;
        IsForPerson = isForPerson;
    }

    /// <summary>What the link starts with.</summary>
    public RestoredLink Restored { get; }

    /// <summary>
    /// A person reads: what was seen is copied, reading goes on where it stopped, and what is not sent at the end goes out the next time. A program
    /// starts with what is said from now on, and is told at its end what was not sent.
    /// </summary>
    public bool IsForPerson { get; }

    /// <summary>Takes up what was left by the program's last run, and by others of the same person that have ended.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    public static LinkMemory Begin(ServerStore store, LinkOptions options, bool isForPerson)
    {
        var restored = store.Begin(options.NickIsChosen ? options.Nick : null);
        return new LinkMemory(store, isForPerson ? restored : restored with { Places = [], FailedCount = 0 }, isForPerson);
    }

    /// <summary>Keeps something typed, bound to the log of its room if that is known.</summary>
    /// <returns>Why it cannot be kept; null when it is.</returns>
    public ErrorFrame? Keep(Outgoing post)
    {
        Guid? known = _logs.TryGetValue(post.Room, out var log) ? log : null;
        var stored = new StoredPost(post.Key, post.Room, post.Kind, post.Text, post.Reference)
        {
            Log = known,

            // The owner of a device key is the same user for ever, so that it need not be written down later when it leaves.
            SentAs = _isDeviceUser ? Session.DeviceUser : null,
        };
        try
        {
            post.Log = _store.Add(stored, bindsByName: IsForPerson);
            post.SentAs = stored.SentAs;
            return null;
        }
        catch (StoreException exception)
        {
            return new ErrorFrame(0, ClientCodes.NotKept, $"it cannot be kept on this machine's disk ({exception.Message})");
        }
    }

    /// <summary>Writes down that posts leave.</summary>
    /// <returns>Why it cannot be written; null when it is.</returns>
    public string? Release(IReadOnlyList<Outgoing> posts)
    {
        try
        {
            _store.MarkSent([.. posts.Select(static post => new StoredPost(post.Key, post.Room, post.Kind, "", null)
            {
                Log = post.Log,
                SentAs = post.SentAs,
                SentAfter = post.SentAfter,
            })]);
            return null;
        }
        catch (StoreException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Writes down what happened on the link.</summary>
    /// <returns>The same, with what is told besides because of what is kept here.</returns>
    public IReadOnlyList<LinkEvent> Record(IReadOnlyList<LinkEvent> batch, LinkOptions options)
    {
        foreach (var opened in batch.OfType<LinkEvent.RoomOpened>())
        {
            _logs[opened.Joined.Room] = opened.Joined.Log;
        }

        var told = IsForPerson ? Try(() => batch.SelectMany(happened => Tell(happened, options)).ToList(), batch) : Tell(batch);
        Try(() => Write(batch));
        if (_trouble is null || _isTold)
        {
            return told;
        }

        _isTold = true;
        return [.. told, new LinkEvent.NotKept(_trouble)];
    }

    /// <summary>What is told of events when nothing is kept.</summary>
    public static IReadOnlyList<LinkEvent> Tell(IReadOnlyList<LinkEvent> batch) =>
        batch.Any(static happened => happened is LinkEvent.RoomOpened { Skipped: > 0 })
            ? [.. batch.SelectMany(static happened => Tell(happened, 0))]
            : batch;

    /// <summary>The latest events of a room that are in the copy without a gap; null when nothing is known of it.</summary>
    public CopiedPage? Page(string room, int count) => IsForPerson ? Try(() => _store.Page(room, null, count), null) : null;

    /// <summary>The server has shown this page.</summary>
    public void Looked(PageFrame page)
    {
        if (IsForPerson)
        {
            Try(() => _store.Record(recording => recording.Looked(page.Room, page)));
        }
    }

    public MissingRange? Missing(string room) => Try(() => _store.Missing(room), null);

    /// <summary>The server has given the next of those events that were jumped over.</summary>
    /// <returns>False when it cannot be written down.</returns>
    public bool Filled(string room, long after, PageFrame page) =>
        Try(() => _store.Record(recording => recording.Filled(room, after, page)));

    /// <summary>Looks through the copy; null when there is none, or no word to look for.</summary>
    public HitsFrame? Search(string query, string? room, SearchPlace? place, int limit)
    {
        if (!IsForPerson || !SearchQuery.TryParse(query, out var words))
        {
            return null;
        }

        return Try<HitsFrame?>(
            () =>
            {
                var (hits, cursor) = _store.Search(words, room, place, limit);
                return new HitsFrame(0, hits, cursor?.ToString());
            },
            null);
    }

    public void Shown(string room, long seq)
    {
        if (IsForPerson)
        {
            Try(() => _store.Shown(room, seq));
        }
    }

    public IReadOnlyList<StoredPost> Refused() => Try(_store.Failed, []);

    public StoredPost? Retry(Guid key) => Try(() => _store.Retry(key), null);

    public bool Drop(Guid key) => Try(() => _store.Drop(key), false);

    public IReadOnlyList<StoredPost> TakeOver() => Try(_store.TakeOver, []);

    public string Draft(string room) => Try(() => _store.Draft(room), "");

    public void KeepDraft(string room, string text) => Try(() => _store.KeepDraft(room, text));

    private static IEnumerable<LinkEvent> Tell(LinkEvent happened, long older)
    {
        yield return happened;
        if (happened is LinkEvent.RoomOpened opened && opened.Skipped + older > 0)
        {
            yield return new LinkEvent.LeftOut(opened.Joined.Room, opened.Skipped + older);
        }
    }

    /// <summary>When a room is opened for the first time, what is known of it from before: first what was seen, then what was not.</summary>
    private IEnumerable<LinkEvent> Tell(LinkEvent happened, LinkOptions options)
    {
        if (happened is not LinkEvent.RoomOpened { Joined: var joined } opened || !_told.Add(joined.Log))
        {
            return Tell(happened, 0);
        }

        var most = options.MostUnseen ?? int.MaxValue;
        var room = Math.Clamp(most - Math.Max(0, joined.Head - opened.Cursor), 0, most);
        if (_store.Tail(joined.Log, Math.Min(options.Backlog, MostContext), opened.Skipped > 0 ? 0 : (int)room) is not { } tail)
        {
            return Tell(happened, 0);
        }

        var told = Tell(happened, tail.UnseenCount - tail.Unseen.Count).ToList();
        if (tail.Shown.Count > 0)
        {
            told.Insert(1, new LinkEvent.Backlog(new PageFrame(0, joined.Room, tail.Shown, true, joined.First)));
        }

        told.AddRange(tail.Unseen.Select(unseen => new LinkEvent.Arrived(new EventFrame(
            joined.Room, unseen.Seq, unseen.Time, unseen.Nick, unseen.Kind, unseen.Text, unseen.Ref, unseen.Key))));
        return told;
    }

    private void Write(IReadOnlyList<LinkEvent> batch)
    {
        foreach (var online in batch.OfType<LinkEvent.Online>())
        {
            _isDeviceUser = online.User == Session.DeviceUser;
            _store.Greeted(_isDeviceUser ? null : new StoredSession(online.Welcome.Session, online.User), online.Wished);
        }

        if (batch.Any(happened => IsRecorded(happened)))
        {
            _store.Record(recording =>
            {
                foreach (var happened in batch)
                {
                    Write(recording, happened);
                }
            });
        }
    }

    private bool IsRecorded(LinkEvent happened) =>
        happened is LinkEvent.PostAccepted or LinkEvent.PostFailed
        || (IsForPerson && happened is LinkEvent.Arrived or LinkEvent.RoomOpened or LinkEvent.RoomClosed or LinkEvent.RoomRefused
            or LinkEvent.Backlog or LinkEvent.Missed or LinkEvent.Told { Frame: RenamedFrame });

    private void Write(Recording recording, LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.PostAccepted accepted:
                recording.Settled(accepted.Post.Key);
                break;
            case LinkEvent.PostFailed failed when IsForPerson:
                recording.Failed(failed.Post.Key, failed.Post.Room, failed.Error.Code, failed.Error.Message);
                break;
            case LinkEvent.PostFailed failed:
                recording.Settled(failed.Post.Key);
                break;
            default:
                if (IsForPerson)
                {
                    Copy(recording, happened);
                }

                break;
        }
    }

    private static void Copy(Recording recording, LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.Arrived { Event: var said }:
                recording.Happened(said.Room, new PageEvent(said.Seq, said.Time, said.Nick, said.Kind, said.Text, said.Ref, said.Key));
                break;
            case LinkEvent.RoomOpened { Joined: var joined } opened:
                recording.Opened(joined.Room, joined.Log, joined.First, opened.Cursor, joined.Read);
                break;
            case LinkEvent.RoomClosed closed:
                recording.Closed(closed.Room);
                break;
            case LinkEvent.RoomRefused refused when refused.Error.Code != Chat.Protocol.ErrorCodes.NoSuchNick:
                recording.Closed(refused.Room);
                break;
            case LinkEvent.Backlog backlog:
                recording.Looked(backlog.Page.Room, backlog.Page);
                break;
            case LinkEvent.Missed missed:
                recording.Forgotten(missed.Room, missed.Last + 1);
                break;
            case LinkEvent.Told { Frame: RenamedFrame renamed }:
                recording.Renamed($"@{renamed.Old}", $"@{renamed.New}");
                break;
            default:
                break;
        }
    }

    private bool Try(Action act) => Try(
        () =>
        {
            act();
            return true;
        },
        false);

    private T Try<T>(Func<T> act, T otherwise)
    {
        try
        {
            return act();
        }
        catch (StoreException exception)
        {
            _trouble ??= exception.Message;
            return otherwise;
        }
    }
}
