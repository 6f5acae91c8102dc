using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>What a person makes of what comes.</summary>
internal sealed partial class Person
{
    /// <summary>Posts that were stored, to be sent again.</summary>
    private readonly List<PostFrame> _posted = [];

    private void Receive(Frame frame, (long Stamp, long Time) written)
    {
        _link!.Moments.Add(new Moment(MomentKind.Received, frame, written.Stamp, written.Time));
        if (_world.Chronicle.IsTraced)
        {
            _world.Chronicle.Note(_link.ToString(), $"<- ({written.Stamp}) {frame}");
        }

        switch (frame)
        {
            case WelcomeFrame welcome:
                _asked.Remove(welcome.Id);
                Enter(welcome);
                break;
            case ErrorFrame error:
                Fail(error);
                break;
            case JoinedFrame joined:
                Joined(joined);
                break;
            case DoneFrame done:
                Done(done);
                break;
            case PostedFrame posted:
                Posted(posted);
                break;
            case EventFrame e:
                Take(e);
                break;
            case GapFrame gap:
                if (_places.TryGetValue(gap.Room, out var passed))
                {
                    passed.Cursor = gap.First - 1;
                }

                break;
            case MembershipFrame { In: false } membership:
                _places.Remove(membership.Room);
                break;
            case RenamedFrame renamed when renamed.Old == Nick && _device is not null:
                Nick = renamed.New;
                break;
            case LinkCodeFrame code:
                _asked.Remove(code.Id);
                _world.Codes.Add((code.Code, Nick));
                break;
            case DeviceListFrame list:
                _asked.Remove(list.Id);
                _devices = [.. list.Devices.Select(static device => device.Fingerprint)];
                break;
            case PingFrame ping:
                Send(new PongFrame(ping.Token));
                break;
            case PongFrame pong:
                _lastPong = pong.Token;
                break;
            case RoomListFrame list:
                _asked.Remove(list.Id);
                break;
            case MemberListFrame list:
                _asked.Remove(list.Id);
                break;
            case MineListFrame list:
                _asked.Remove(list.Id);
                break;
            case PageFrame page:
                _asked.Remove(page.Id);
                break;
            case HitsFrame hits:
                _asked.Remove(hits.Id);
                _cursor = hits.Cursor;
                break;
            case UserFrame user:
                _asked.Remove(user.Id);
                break;
        }
    }

    private void Fail(ErrorFrame error)
    {
        if (!_asked.Remove(error.Id, out var request))
        {
            return;
        }

        switch (request)
        {
            case HelloFrame when !_isIn:
                Greet();
                break;
            case PostFrame post when _drafts.Find(draft => draft.Post.Key == post.Key) is { } draft:
                if (error.Code is ErrorCodes.RateLimited or ErrorCodes.StorageFull or ErrorCodes.Unavailable)
                {
                    draft.RetryAt = Now + (error.RetryMs ?? 0);
                }
                else
                {
                    _drafts.Remove(draft);
                }

                break;
            case JoinFrame join when _places.TryGetValue(join.Room, out var place) && place.IsAskedFor:
                _places.Remove(place.Name);
                break;
        }
    }

    private void Joined(JoinedFrame joined)
    {
        if (!_asked.Remove(joined.Id, out var request) || request is not JoinFrame join || joined.Room[0] == '@')
        {
            return;
        }

        var cursor = join.After is { } after ? Math.Max(after, joined.First - 1) : joined.Head;
        if (!_places.TryGetValue(joined.Room, out var place) || place.Log != joined.Log)
        {
            _places[joined.Room] = place = new Place(joined.Room, joined.Log, cursor);
        }

        place.Cursor = cursor;
        (place.IsFollowed, place.IsAskedFor) = (true, false);
    }

    private void Done(DoneFrame done)
    {
        _asked.Remove(done.Id, out var request);
        if (request is LeaveFrame leave)
        {
            var left = _places.Keys.FirstOrDefault(name => string.Equals(name, leave.Room, StringComparison.OrdinalIgnoreCase));
            _places.Remove(left ?? "");
        }
        else if (request is NickFrame nick)
        {
            Nick = nick.Nick;
        }
    }

    private void Posted(PostedFrame posted)
    {
        _asked.Remove(posted.Id, out var request);
        _drafts.RemoveAll(draft => draft.Post.Key == posted.Key);
        if (request is PostFrame post && _posted.Count < 50)
        {
            _posted.Add(post);
        }
    }

    private void Take(EventFrame e)
    {
        if (_places.TryGetValue(e.Room, out var place))
        {
            place.Cursor = e.Seq;
            place.Seen.Add(e.Seq);
            if (place.Seen.Count > 20)
            {
                place.Seen.RemoveAt(0);
            }
        }
    }
}
