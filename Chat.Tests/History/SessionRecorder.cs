using Chat.Protocol.Frames;

namespace Chat.Tests.History;

/// <summary>Takes down what one session does and sees. A request is named by the stamp that it was given; one that is never answered needs no more words.</summary>
internal sealed class SessionRecorder
{
    private readonly HistoryRecorder _recorder;

    public SessionRecorder(HistoryRecorder recorder, Session session)
    {
        _recorder = recorder;
        Session = session;
    }

    public Session Session { get; }

    /// <summary>Before a Join is sent: its stamp, for <see cref="Joined"/>.</summary>
    public long Asks() => _recorder.Next();

    /// <summary>Before a Post is sent, for the first time or again: its stamp, for <see cref="Posted"/> or <see cref="Refused"/>.</summary>
    public long Posts(PostFrame post)
    {
        var stamp = _recorder.Next();
        _recorder.Add(new Invocation(stamp, Session, post.Key, _recorder.Shared(post.Room), post.Kind, _recorder.Shared(post.Text), post.Ref));
        return stamp;
    }

    public void Posted(long askedAt, PostedFrame posted) =>
        _recorder.Add(new Acknowledgement(_recorder.Next(), Session, askedAt, posted.Key, _recorder.Shared(posted.Room), posted.Seq, posted.Time));

    /// <summary>An Error came for a Post.</summary>
    public void Refused(long askedAt, string code) => _recorder.Add(new Refusal(_recorder.Next(), Session, askedAt, _recorder.Shared(code)));

    public void Joined(long askedAt, long? after, JoinedFrame joined) =>
        _recorder.Add(new Joining(_recorder.Next(), Session, askedAt, _recorder.Shared(joined.Room), joined.Log, after, joined.First, joined.Head));

    /// <summary>A Leave was answered by Done, or a Membership said that the user is out.</summary>
    public void Left(string room) => _recorder.Add(new Leaving(_recorder.Next(), Session, _recorder.Shared(room)));

    public void Delivered(EventFrame said)
    {
        var told = new PageEvent(said.Seq, said.Time, _recorder.Shared(said.Nick), said.Kind, _recorder.Shared(said.Text), said.Ref, said.Key);
        _recorder.Add(new Delivery(_recorder.Next(), Session, _recorder.Shared(said.Room), told));
    }

    public void Skipped(GapFrame gap) => _recorder.Add(new Jump(_recorder.Next(), Session, _recorder.Shared(gap.Room), gap.First));

    /// <summary>Before a Nick is sent: events may bear the new one before it is answered.</summary>
    public void Renamed(string nick) => _recorder.Add(new Naming(_recorder.Next(), Session, _recorder.Shared(nick)));

    /// <summary>The connection is no more, whoever ended it. Called by whoever reads from it, after the last that was read.</summary>
    public void Ended() => _recorder.Add(new Ending(_recorder.Next(), Session));
}
