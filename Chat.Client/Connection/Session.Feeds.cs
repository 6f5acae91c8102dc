using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;

namespace Chat.Client.Connection;

/// <content>Rooms: entering, going on after a lost connection, leaving.</content>
internal sealed partial class Session
{
    /// <summary>Rooms and conversations followed at once; a server cannot make us remember more.</summary>
    public const int MaxRooms = 10_000;

    private readonly Dictionary<string, Feed> _feeds = new(StringComparer.Ordinal);

    /// <summary>Enters a room, or opens the conversation with an <c>@nick</c>; one that is open already answers with how it was opened.</summary>
    public Task<Frame> Join(string room, TimeSpan now)
    {
        _now = now;
        var feed = Find(room);
        if (feed is null)
        {
            feed = NewFeed(room);
            if (!TryAdd(feed))
            {
                var error = new ErrorFrame(0, ErrorCodes.Unavailable, "too many rooms");
                _events.Enqueue(new LinkEvent.RoomRefused(room, error));
                return Task.FromResult<Frame>(error);
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

    /// <summary>Whether everything that a room's log held by the server's last word has been passed on; null without a connection.</summary>
    public bool? IsUpToDate(string room) =>
        !IsOnline ? null : _feeds.TryGetValue(room, out var feed) && feed.Stage == FeedStage.Live && feed.Cursor >= feed.Head;

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
            NoteNick(state);
            if (Find(state.Room) is null)
            {
                TryAdd(NewFeed(state.Room, state.Log));
            }
        }
    }

    /// <summary>A conversation that was known by another name: its other side got another nick while we were not there.</summary>
    private void NoteNick(RoomState state)
    {
        var former = _feeds.Values.FirstOrDefault(feed => feed.Log == state.Log)?.Room ?? _places.Find(place => place.Log == state.Log)?.Room;
        if (former is ['@', ..] && state.Room is ['@', ..] && NameOf(former) is { } before && NameOf(state.Room) is { } now && !before.Matches(now))
        {
            OnRenamed(new RenamedFrame(former[1..], state.Room[1..]));
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
            feed.IsJumping = false;
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
}
