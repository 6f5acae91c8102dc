using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <content>Join, and what its answers lead to.</content>
internal sealed partial class Session
{
    /// <summary>What is asked for of a room that was replaced: what is said in the new one has not been seen.</summary>
    public const int ReplacedBacklog = 100;

    private static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(1);

    private void Open(Feed feed)
    {
        feed.Stage = FeedStage.Asked;
        feed.AskAgain();
        var after = feed.Cursor;
        Request(
            id => new JoinFrame(id, feed.Room, after, feed.Log),
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
            case ErrorFrame { Code: ErrorCodes.LogChanged or ErrorCodes.BadField } error when after is not null || feed.Log is not null:
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
        if (feed.Log is { } log && log != joined.Log)
        {
            Break("a room changed without a word");
            return;
        }

        Rename(feed, joined.Room);
        feed.Log = joined.Log;
        feed.Head = joined.Head;
        if (TryJump(feed, after, joined))
        {
            return;
        }

        if (after is null)
        {
            // A conversation speaks before it is asked: go on from its first word that came.
            feed.Begin(feed.Held.TryPeek(out var first) ? Math.Min(joined.Head, first.Seq - 1) : joined.Head);
        }
        else
        {
            // The cursor has been moved back: what came before this answer comes again.
            feed.Held.Clear();
        }

        var skipped = feed.Cursor!.Value - (feed.JumpedFrom ?? feed.Cursor.Value);
        _events.Enqueue(new LinkEvent.RoomOpened(joined, feed.How, feed.Cursor.Value, skipped));
        feed.How = Opening.Resumed;
        feed.JumpedFrom = null;
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

    /// <summary>When more was missed than anybody would read, the latest of it is enough: asks for those only.</summary>
    private bool TryJump(Feed feed, long? after, JoinedFrame joined)
    {
        var wasJumping = feed.IsJumping;
        feed.IsJumping = false;
        var seen = Math.Max(after ?? 0, joined.First - 1);
        if (wasJumping || after is null || _options.MostUnseen is not { } most || joined.Head - seen <= most)
        {
            return false;
        }

        feed.JumpedFrom ??= seen;
        feed.Held.Clear();
        feed.Begin(joined.Head - most);
        Open(feed);
        feed.IsJumping = true;
        return true;
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
        feed.SolidFrom = null;
        feed.JumpedFrom = null;
        feed.Held.Clear();

        // One that was not open yet has nothing to be compared with.
        feed.How = feed.How == Opening.Entered ? Opening.Entered : Opening.Replaced;
        feed.WantedBacklog = feed.How == Opening.Entered ? _options.Backlog : Math.Max(_options.Backlog, ReplacedBacklog);
        Open(feed);
    }

    private void Refuse(Feed feed, ErrorFrame error)
    {
        if (feed.How == Opening.Entered && error.Code == ErrorCodes.Forbidden && _options is { Code: not null, IsLinking: false } && _options.Rooms.Contains(feed.Room))
        {
            // Who is known to the server gets no word about the code in his Hello.
            error = error with { Message = $"{error.Message.TrimEnd('.')}. The invitation was not good: {BadInvitation}" };
        }

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
}
