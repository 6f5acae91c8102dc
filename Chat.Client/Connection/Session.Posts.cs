using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <content>What is typed: sent in order, one of a room at a time, again and again until it is committed or refused.</content>
internal sealed partial class Session
{
    private static readonly TimeSpan LeastRetry = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes something typed. It goes out as soon as it may, and goes out again for as long as it has to.</summary>
    public void Post(Outgoing post, TimeSpan now)
    {
        _now = now;
        var feed = Find(post.Room);
        if (feed is not null)
        {
            post.Room = feed.Room;
            post.Log ??= feed.Log;
        }
        else if (post.Room.StartsWith('@'))
        {
            // The conversation first: a message belongs to its log, not to whoever has that nick when it gets through.
            _outbox.Add(post);
            Join(post.Room, now);
            return;
        }

        _outbox.Add(post);
        SendPosts(post.Room);
    }

    private void SendPosts()
    {
        foreach (var room in _outbox.Rooms.ToArray())
        {
            SendPosts(room);
        }
    }

    private void SendPosts(string room)
    {
        _feeds.TryGetValue(room, out var feed);
        if (feed is { LeaveWanted: true })
        {
            TryLeave(feed);
        }

        while (IsOnline && Verdict is null && _outbox.First(room) is { InFlight: false } post && post.NotBefore <= _now && feed?.TakesPosts != false)
        {
            if (MayGo(post, feed))
            {
                Send(post, feed);
            }
            else
            {
                GiveBack(post, ClientCodes.NotKnownError);
            }
        }
    }

    private void Send(Outgoing post, Feed? feed)
    {
        post.Log ??= feed?.Log;
        if (post.SentAs != _user)
        {
            post.SentAs = _user;
            post.SentAfter = feed?.Cursor;
            _leaving.Enqueue(post);
        }

        post.InFlight = true;
        Request(
            id => new PostFrame(id, post.Key, post.Room, post.Kind, post.Text, post.Reference, post.Log),
            answer => OnPostAnswer(post, answer));
    }

    /// <summary>
    /// Whether a post cannot become two by being sent now. The server knows it again by its key as long as the user is the same. When the user before
    /// is gone for good, it did not arrive if it is not among the events since, and all of those have been seen.
    /// </summary>
    private bool MayGo(Outgoing post, Feed? feed) =>
        post.SentAs is not { } user || user == _user || (_over.Contains(user) && feed is not null && feed.Log == post.Log && feed.SolidFrom <= post.SentAfter);

    private void OnPostAnswer(Outgoing post, Frame answer)
    {
        post.InFlight = false;
        switch (answer)
        {
            case PostedFrame posted when posted.Key == post.Key:
                Accept(post, posted.Seq);
                break;
            case ErrorFrame error when IsPassing(error):
                Delay(post, error);
                break;
            case ErrorFrame { Code: ErrorCodes.LogChanged } error when _feeds.TryGetValue(post.Room, out var feed) && feed.Log == post.Log:
                StartAnew(feed, error);
                break;
            case ErrorFrame error:
                Fail(post, error);
                break;
            default:
                Break("Post was answered with something else");
                break;
        }
    }

    private void Accept(Outgoing post, long seq)
    {
        if (_feeds.TryGetValue(post.Room, out var feed))
        {
            feed.Head = Math.Max(feed.Head, seq);
        }

        if (_outbox.Remove(post))
        {
            post.Complete(new PostOutcome(seq, null));
            _events.Enqueue(new LinkEvent.PostAccepted(post));
        }

        SendPosts(post.Room);
    }

    private void Delay(Outgoing post, ErrorFrame error)
    {
        var wait = After(error.RetryMs) ?? DefaultRetry;
        post.NotBefore = _now + (wait > LeastRetry ? wait : LeastRetry);
        if (!post.ToldOfDelay)
        {
            post.ToldOfDelay = true;
            _events.Enqueue(new LinkEvent.PostDelayed(post, error, wait));
        }
    }

    private void Fail(Outgoing post, ErrorFrame error)
    {
        GiveBack(post, error);
        SendPosts(post.Room);
    }

    private void GiveBack(Outgoing post, ErrorFrame error)
    {
        if (_outbox.Remove(post))
        {
            post.Complete(new PostOutcome(0, error));
            _events.Enqueue(new LinkEvent.PostFailed(post, error));
        }
    }

    private void Keep(Outgoing post)
    {
        if (_outbox.Remove(post))
        {
            post.Complete(new PostOutcome(0, ClientCodes.NotSentError));
            _events.Enqueue(new LinkEvent.PostKept(post));
        }
    }
}
