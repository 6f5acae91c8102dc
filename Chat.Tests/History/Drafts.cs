using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>What a model client thinks of saying: texts, and something about what it said before.</summary>
internal sealed class Drafts
{
    private readonly string _user;
    private readonly Draw _draw;

    /// <summary>Its own texts that it has not deleted.</summary>
    private readonly List<(string Room, long Seq)> _own = [];

    public Drafts(string user, Draw draw)
    {
        _user = user;
        _draw = draw;
    }

    /// <summary>A post is stored.</summary>
    public void Keep(PostFrame post, long seq)
    {
        if (post.Kind == EventKind.Text)
        {
            _own.Add((post.Room, seq));
        }
    }

    public PostFrame Outside(string room) => new(0, _draw.Guid(), room, EventKind.Text, $"{_user} outside");

    public PostFrame Next(string[] rooms)
    {
        var key = _draw.Guid();
        var own = _own.FindIndex(said => rooms.Contains(said.Room));
        if (own < 0 || _draw.Chance(0.7))
        {
            return new PostFrame(0, key, _draw.PickFrom(rooms), EventKind.Text, _draw.Chance(0.05) ? ModelServer.BadText : $"{_user} says {_draw.Below(1_000_000)}");
        }

        var (room, seq) = _own[own];
        if (_draw.Chance(0.3))
        {
            _own.RemoveAt(own);
            return new PostFrame(0, key, room, EventKind.Delete, "", seq);
        }

        return _draw.Chance(0.3)
            ? new PostFrame(0, key, room, EventKind.Reaction, ":+1:", seq)
            : new PostFrame(0, key, room, EventKind.Edit, $"{_user} corrects {_draw.Below(1_000_000)}", seq);
    }
}
