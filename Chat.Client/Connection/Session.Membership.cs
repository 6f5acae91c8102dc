using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <content>Who is in a room: leaving it, being put in and out, and the others.</content>
internal sealed partial class Session
{
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
                ForgetPlace(feed.Room);
                Forget(feed, new ErrorFrame(0, ErrorCodes.NotMember, "left"));
            }
        });

    private void OnMembership(MembershipFrame membership)
    {
        var feed = Find(membership.Room);
        if (!membership.In)
        {
            _events.Enqueue(new LinkEvent.RoomClosed(membership.Room, membership));
            ForgetPlace(membership.Room);
            if (feed is not null)
            {
                Forget(feed, new ErrorFrame(0, ErrorCodes.NotMember, membership.Reason ?? "no longer a member"));
            }
        }
        else if (feed is null)
        {
            _events.Enqueue(new LinkEvent.Told(membership));
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
