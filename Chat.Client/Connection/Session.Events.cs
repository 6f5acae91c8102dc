using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <content>Events of rooms: each is passed on once, in order, with nothing left out.</content>
internal sealed partial class Session
{
    private void OnEvent(EventFrame happened)
    {
        if (!_feeds.TryGetValue(happened.Room, out var feed))
        {
            if (!happened.Room.StartsWith('@'))
            {
                return;
            }

            // Somebody starts a conversation. Join tells which log it is, so that it can be gone on with later.
            feed = new Feed(happened.Room) { Stage = FeedStage.Live };
            feed.Begin(happened.Seq - 1);
            if (!TryAdd(feed))
            {
                return;
            }

            Take(feed, happened);
            Open(feed);
            return;
        }

        switch (feed.Stage)
        {
            case FeedStage.Closed:
            case FeedStage.Leaving:
                break;
            case FeedStage.Asked when feed.IsJumping:
                break;
            case FeedStage.Asked:
            case FeedStage.Priming:
                Hold(feed, happened);
                break;
            default:
                Take(feed, happened);
                break;
        }
    }

    private void Hold(Feed feed, EventFrame happened)
    {
        if (feed.Held.Count < Feed.MaxHeld)
        {
            feed.Held.Enqueue(happened);
        }
        else if (feed.Stage == FeedStage.Priming)
        {
            feed.WantedBacklog = 0;
            feed.Held.Enqueue(happened);
            Release(feed);
        }
        else
        {
            Break("too much came before the answer to Join");
        }
    }

    private void Take(Feed feed, EventFrame happened)
    {
        var expected = (feed.Cursor ?? (happened.Seq - 1)) + 1;
        if (happened.Seq > expected)
        {
            Break($"event {expected} of {feed.Room} was left out");
            return;
        }

        if (happened.Seq < expected)
        {
            // Seen already. Or, in a conversation, somebody else who has that nick now: only Join can tell.
            if (feed.IsDirect && feed.Stage == FeedStage.Live && feed.Log is not null)
            {
                Open(feed);
            }

            return;
        }

        feed.Cursor = happened.Seq;
        _events.Enqueue(new LinkEvent.Arrived(happened));
        if (happened.Key is { } key && _outbox.Find(feed.Room, key) is { } post)
        {
            Accept(post, happened.Seq);
        }

        if (feed.Stage == FeedStage.CatchingUp && happened.Seq >= feed.Head)
        {
            Settle(feed);
        }
    }

    private void OnGap(GapFrame gap)
    {
        if (_feeds.TryGetValue(gap.Room, out var feed) && feed.Cursor < gap.First - 1)
        {
            Skip(feed, gap.First);
            if (feed.Stage == FeedStage.CatchingUp)
            {
                Settle(feed);
            }
        }
    }

    private void Skip(Feed feed, long first)
    {
        _events.Enqueue(new LinkEvent.Missed(feed.Room, feed.Cursor!.Value + 1, first - 1));
        feed.Begin(first - 1);
    }
}
