using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Connection;

/// <content>Rooms: entering, going on after a lost connection, leaving.</content>
internal sealed partial class Session
{
    /// <summary>What is asked for of a room that was replaced: what is said in the new one has not been seen.</summary>
    public const int ReplacedBacklog = 100;

    /// <summary>Rooms and conversations followed at once; a server cannot make us remember more.</summary>
    public const int MaxRooms = 10_000;

    private static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Feed> _feeds = new(StringComparer.Ordinal);

    /// <summary>Enters a room, or opens the conversation with an <c>@nick</c>; one that is open already answers with how it was opened.</summary>
    public Task<Frame> Join(string room, TimeSpan now)
    {
        _now = now;
        var feed = Find(room);
        if (feed is null)
        {
            feed = new Feed(room) { WantedBacklog = _options.Backlog };
            if (!TryAdd(feed))
            {
                return Task.FromResult<Frame>(new ErrorFrame(0, ErrorCodes.Unavailable, "too many rooms"));
            }
        }
        else if (feed.Stage != FeedStage.Leaving)
        {
            feed.LeaveWanted = false;
            return feed.Opened;
        }

        feed.LeaveWanted = false;
        feed.AskAgain();
        if (IsOnline)
        {
            Open(feed);
        }
        else
        {
            feed.Stage = FeedStage.Closed;
        }

        return feed.Opened;
    }

    /// <summary>Leaves a room, once what was typed there before is out and there is a connection.</summary>
    /// <returns>False when we are not in it.</returns>
    public bool Leave(string room, TimeSpan now)
    {
        _now = now;
        var feed = Find(room);
        if (feed is null)
        {
            return false;
        }

        feed.LeaveWanted = true;
        TryLeave(feed);
        return true;
    }

    private void TryLeave(Feed feed)
    {
        if (feed is not { LeaveWanted: true, Stage: not FeedStage.Leaving } || _outbox.First(feed.Room) is not null)
        {
            return;
        }

        feed.Stage = FeedStage.Leaving;
        feed.Held.Clear();
        if (IsOnline)
        {
            SendLeave(feed);
        }
    }

    /// <summary>The room of that name among those we follow, as names compare.</summary>
    private Feed? Find(string room)
    {
        if (_feeds.TryGetValue(room, out var exact))
        {
            return exact;
        }

        if (NameOf(room) is { } name)
        {
            foreach (var feed in _feeds.Values)
            {
                if (NameOf(feed.Room) is { } other && name.Matches(other) && feed.IsDirect == room.StartsWith('@'))
                {
                    return feed;
                }
            }
        }

        return null;
    }

    private static NameKey? NameOf(string room) =>
        room.StartsWith('@')
            ? Chat.Protocol.Names.Nick.TryParse(room[1..], out var nick) ? nick.Key : null
            : RoomName.TryParse(room, out var name) ? name.Key : null;

    private bool TryAdd(Feed feed) => _feeds.Count < MaxRooms && _feeds.TryAdd(feed.Room, feed);

    private void FollowRooms(IReadOnlyList<RoomState> rooms)
    {
        foreach (var state in rooms)
        {
            if (Find(state.Room) is null)
            {
                TryAdd(new Feed(state.Room) { WantedBacklog = _options.Backlog });
            }
        }
    }

    private void AskMine(string after) => Request(
        id => new MineFrame(id, after),
        answer =>
        {
            if (answer is MineListFrame list)
            {
                FollowRooms(list.Rooms);
                OpenFeeds();
                if (list.More && list.Rooms.Count > 0)
                {
                    AskMine(list.Rooms[^1].Room);
                }
            }
        });

    private void OpenFeeds()
    {
        foreach (var feed in _feeds.Values.ToArray())
        {
            if (feed.Stage == FeedStage.Leaving)
            {
                SendLeave(feed);
            }
            else if (feed.Stage == FeedStage.Closed && feed.RetryAt is null)
            {
                Open(feed);
            }
        }
    }

    private void CloseFeeds()
    {
        foreach (var feed in _feeds.Values)
        {
            feed.Held.Clear();
            feed.RetryAt = null;
            if (feed.Stage != FeedStage.Leaving)
            {
                feed.Stage = FeedStage.Closed;
            }
        }
    }

    private void ReopenFeeds()
    {
        foreach (var feed in _feeds.Values.ToArray())
        {
            if (feed.RetryAt <= _now)
            {
                feed.RetryAt = null;
                if (feed.Stage == FeedStage.Leaving)
                {
                    SendLeave(feed);
                }
                else
                {
                    Open(feed);
                }
            }
        }
    }

    private static bool IsPassing(ErrorFrame error) =>
        error.Code is ErrorCodes.RateLimited or ErrorCodes.StorageFull or ErrorCodes.Unavailable;

    private TimeSpan? NextFeedDue() => _feeds.Values.Min(static feed => feed.RetryAt);

    private void Open(Feed feed)
    {
        feed.Stage = FeedStage.Asked;
        feed.AskAgain();
        var after = feed.Cursor;
        Request(
            id => new JoinFrame(id, feed.Room, after, after is null ? null : feed.Log),
            answer => OnJoinAnswer(feed, after, answer));
    }

    private void OnJoinAnswer(Feed feed, long? after, Frame answer)
    {
        if (feed.Stage != FeedStage.Asked)
        {
            return;
        }

        switch (answer)
        {
            case JoinedFrame joined:
                OnJoined(feed, after, joined);
                break;
            case ErrorFrame { Code: ErrorCodes.LogChanged or ErrorCodes.BadField } error when after is not null:
                StartAnew(feed, error);
                break;
            case ErrorFrame error when IsPassing(error):
                feed.Stage = FeedStage.Closed;
                feed.RetryAt = _now + (After(error.RetryMs) ?? DefaultRetry);
                break;
            case ErrorFrame error:
                Refuse(feed, error);
                break;
            default:
                Break("Join was answered with something else");
                break;
        }
    }

    private void OnJoined(Feed feed, long? after, JoinedFrame joined)
    {
        if (after is not null && feed.Log is { } log && log != joined.Log)
        {
            Break("a room changed without a word");
            return;
        }

        Rename(feed, joined.Room);
        feed.Log = joined.Log;
        feed.Head = joined.Head;
        if (after is null)
        {
            // A conversation speaks before it is asked: go on from its first word that came.
            feed.Cursor = feed.Held.TryPeek(out var first) ? Math.Min(joined.Head, first.Seq - 1) : joined.Head;
        }
        else
        {
            // The cursor has been moved back: what came before this answer comes again.
            feed.Held.Clear();
        }

        _events.Enqueue(new LinkEvent.RoomOpened(joined, feed.How));
        feed.How = Opening.Resumed;
        if (feed.Cursor < joined.First - 1)
        {
            Skip(feed, joined.First);
        }

        feed.Answer(joined);
        AskMembers(feed, joined);
        if (feed.WantedBacklog > 0 && feed.Cursor >= joined.First)
        {
            Prime(feed);
        }
        else
        {
            feed.WantedBacklog = 0;
            Release(feed);
        }
    }

    /// <summary>Asks for what was said before; what is said meanwhile waits, so that the order stays right.</summary>
    private void Prime(Feed feed)
    {
        feed.Stage = FeedStage.Priming;
        var before = feed.Cursor!.Value + 1;
        Request(
            id => new HistoryFrame(id, feed.Room, before, null, feed.WantedBacklog),
            answer =>
            {
                if (feed.Stage == FeedStage.Priming)
                {
                    feed.WantedBacklog = 0;
                    if (answer is PageFrame page)
                    {
                        _events.Enqueue(new LinkEvent.Backlog(page));
                    }

                    Release(feed);
                }
            });
    }

    private void Release(Feed feed)
    {
        feed.Stage = FeedStage.CatchingUp;
        while (Verdict is null && feed.Held.TryDequeue(out var held))
        {
            Take(feed, held);
        }

        Settle(feed);
    }

    /// <summary>Once everything up to the head is here, posts may go out.</summary>
    private void Settle(Feed feed)
    {
        feed.Stage = feed.Cursor >= feed.Head ? FeedStage.Live : FeedStage.CatchingUp;
        SendPosts(feed.Room);
    }

    private void StartAnew(Feed feed, ErrorFrame error)
    {
        feed.Stage = FeedStage.Asked;
        foreach (var post in _outbox.Of(feed.Room).Where(post => post.Log == feed.Log && feed.Log is not null))
        {
            Fail(post, error with { Code = ErrorCodes.LogChanged });
        }

        feed.Log = null;
        feed.Cursor = null;
        feed.Held.Clear();
        feed.How = Opening.Replaced;
        feed.WantedBacklog = Math.Max(_options.Backlog, ReplacedBacklog);
        Open(feed);
    }

    private void Refuse(Feed feed, ErrorFrame error)
    {
        _events.Enqueue(new LinkEvent.RoomRefused(feed.Room, error));
        Forget(feed, error);
    }

    private void Forget(Feed feed, ErrorFrame error)
    {
        feed.Stage = FeedStage.Closed;
        feed.LeaveWanted = false;
        feed.Answer(error);
        foreach (var post in _outbox.Of(feed.Room))
        {
            Fail(post, error);
        }

        _feeds.Remove(feed.Room);
    }

    private void SendLeave(Feed feed) => Request(
        id => new LeaveFrame(id, feed.Room),
        answer =>
        {
            if (feed.Stage != FeedStage.Leaving)
            {
                return;
            }

            if (answer is ErrorFrame error && IsPassing(error))
            {
                feed.RetryAt = _now + (After(error.RetryMs) ?? DefaultRetry);
            }
            else
            {
                _events.Enqueue(new LinkEvent.RoomClosed(feed.Room, null));
                Forget(feed, new ErrorFrame(0, ErrorCodes.NotMember, "left"));
            }
        });

    private void OnMembership(MembershipFrame membership)
    {
        var feed = Find(membership.Room);
        if (!membership.In)
        {
            _events.Enqueue(new LinkEvent.RoomClosed(membership.Room, membership));
            if (feed is not null)
            {
                Forget(feed, new ErrorFrame(0, ErrorCodes.NotMember, membership.Reason ?? "no longer a member"));
            }
        }
        else if (feed is null)
        {
            Join(membership.Room, _now);
        }
    }

    private void OnRenamed(RenamedFrame renamed)
    {
        if (renamed.Old == Nick)
        {
            Nick = renamed.New;
            _wished = renamed.New;
        }

        if (_feeds.TryGetValue($"@{renamed.Old}", out var feed))
        {
            Rename(feed, $"@{renamed.New}");
        }

        _events.Enqueue(new LinkEvent.Told(renamed));
    }

    /// <summary>The server spells it otherwise, or the other side of a conversation has another nick. Whoever had that name is gone.</summary>
    private void Rename(Feed feed, string room)
    {
        if (feed.Room == room)
        {
            return;
        }

        var old = feed.Room;
        _feeds.Remove(old);
        _feeds.Remove(room);
        feed.Room = room;
        _feeds.Add(room, feed);
        _outbox.Rename(old, room);
    }

    private void AskMembers(Feed feed, JoinedFrame joined)
    {
        if (_options.TrackMembers && !feed.IsDirect && joined.Members <= Limits.MaxPresenceRoom)
        {
            AskMembers(feed.Room, null);
        }
    }

    private void AskMembers(string room, string? after) => Request(
        id => new MembersFrame(id, room, after),
        answer =>
        {
            if (answer is MemberListFrame list)
            {
                _events.Enqueue(new LinkEvent.Members(list, after is null));
                if (list.More && list.Members.Count > 0)
                {
                    AskMembers(room, list.Members[^1].Nick);
                }
            }
        });

    private void OnPresence(PresenceFrame presence)
    {
        if (presence is { Nick: null, Room: { } room })
        {
            if (_options.TrackMembers && _feeds.ContainsKey(room))
            {
                AskMembers(room, null);
            }

            return;
        }

        _events.Enqueue(new LinkEvent.Told(presence));
    }
}
