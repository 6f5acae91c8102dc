using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>What a person asks for.</summary>
internal sealed partial class Person
{
    private const int MostDrafts = 30;

    private static readonly string[] Actions = ["kick", "kick", "ban", "unban", "unban", "mute", "unmute", "moderator", "member", "owner", "invite", "invite", "private", "public", "public"];
    private static readonly string[] Emoji = ["👍", ":ok:", "❤️"];

    private bool _isFenced;
    private string? _cursor;
    private IReadOnlyList<Fingerprint> _devices = [];

    private void Do(Deed deed)
    {
        switch (deed)
        {
            case Deed.Join:
                Join(_world.SomeRoom());
                break;
            case Deed.Rejoin:
                if (SomePlace() is { } place)
                {
                    Ask(new JoinFrame(NextId(), place.Name, _draw.Chance(0.7) ? _draw.Below((int)place.Cursor + 1) : null, place.Log));
                }

                break;
            case Deed.Leave:
                Ask(new LeaveFrame(NextId(), SomeAddress()));
                break;
            case Deed.Again:
                SendAgain();
                break;
            case Deed.History:
                Ask(new HistoryFrame(NextId(), SomeAddress(), SomeSeq(), SomeSeq(), _draw.Pick(1, 3, 50, 500, 1_000)));
                break;
            case Deed.Search:
                Search();
                break;
            case Deed.Read:
                Ask(new ReadFrame(NextId(), SomeAddress(), SomeSeq() ?? _draw.Below(4)));
                break;
            case Deed.Members:
                Ask(new MembersFrame(NextId(), SomeAddress()));
                break;
            case Deed.Lists:
                Ask(_draw.Chance(0.5) ? new RoomsFrame(NextId(), _draw.Pick(null, "#*", "#a")) : new MineFrame(NextId()));
                break;
            case Deed.Whois:
                Ask(new WhoisFrame(NextId(), _world.SomeNick()));
                break;
            case Deed.Typing:
                Send(new TypeFrame(SomeAddress(), _draw.Chance(0.5)));
                break;
            case Deed.Nick:
                Ask(new NickFrame(NextId(), _draw.Pick(FreshNick(), Nick.ToUpperInvariant(), _world.SomeNick())));
                break;
            case Deed.Away:
                Ask(new AwayFrame(NextId(), _draw.Pick(null, "", "tea")));
                break;
            case Deed.Block:
                Ask(new BlockFrame(NextId(), _world.SomeNick(), _draw.Chance(0.3)));
                break;
            case Deed.Link:
                Ask(new LinkFrame(NextId()));
                break;
            case Deed.Unlink:
                Ask(new UnlinkFrame(NextId(), _devices.Count > 0 ? _draw.PickFrom(_devices) : default));
                break;
            case Deed.Devices:
                Ask(new DevicesFrame(NextId()));
                break;
            case Deed.Moderate:
                Moderate();
                break;
            case Deed.Fence:
                Fence();
                break;
            case Deed.Nonsense:
                SayNonsense();
                break;
            default:
                Say(deed);
                break;
        }
    }

    private void Search()
    {
        var words = _draw.Pick($"{Name} 1*", Name, "\"other words\"", $"{_world.SomeNick()} {_draw.Below(10)}*");
        Ask(new SearchFrame(NextId(), words, _draw.Chance(0.4) ? SomeAddress() : null, _draw.Chance(0.3) ? _cursor : null, _draw.Pick(1, 3, 50, 1_000)));
    }

    private void Join(string room)
    {
        var known = _places.Values.FirstOrDefault(place => string.Equals(place.Name, room, StringComparison.OrdinalIgnoreCase));
        Guid? log = null;
        if (_draw.Chance(0.3))
        {
            log = known is null || _draw.Chance(0.05) ? _draw.Guid() : known.Log;
        }

        long? after = _draw.Below(8) switch
        {
            < 3 => null,
            < 5 => known?.Cursor,
            5 => _draw.Below(5),
            6 => 1_000_000,
            _ => 0,
        };
        Ask(new JoinFrame(NextId(), room, after, log));
    }

    private void Say(Deed deed)
    {
        if (_drafts.Count > MostDrafts)
        {
            SendAgain();
            return;
        }

        var room = deed == Deed.Direct ? "@" + _world.SomeNick() : SomeAddress();
        var seen = _places.GetValueOrDefault(room)?.Seen;
        long? about = seen is { Count: > 0 } && _draw.Chance(0.9) ? _draw.PickFrom(seen) : _draw.Between(0, 20);
        var (kind, text) = deed switch
        {
            Deed.Edit => (EventKind.Edit, SomeText()),
            Deed.Delete => (EventKind.Delete, ""),
            Deed.React => (_draw.Pick(EventKind.Reaction, EventKind.ReactionWithdrawn), _draw.PickFrom(Emoji)),
            Deed.Topic => (EventKind.Topic, _draw.Pick("", $"topic {_texts++}")),
            _ => (_draw.Pick(EventKind.Text, EventKind.Text, EventKind.Action, EventKind.Notice), SomeText()),
        };
        if (deed is Deed.Post or Deed.Direct or Deed.Topic)
        {
            about = null;
        }

        var key = _draw.Chance(_world.Profile.BorrowedKeys) ? _world.SomeKey() : _world.NewKey();
        if (_drafts.Exists(draft => draft.Post.Key == key))
        {
            return;
        }

        Guid? log = _places.GetValueOrDefault(room)?.Log;
        var draft = new Draft(new PostFrame(0, key, room, kind, text, about, _draw.Chance(0.2) ? log : null));
        _drafts.Add(draft);
        Send(draft);
    }

    private void Send(Draft draft)
    {
        draft.RetryAt = 0;
        Ask(draft.Post with { Id = NextId() });
    }

    /// <summary>Sends something again: what has failed, what has not been answered yet, or, with other words, what is long stored.</summary>
    private void SendAgain()
    {
        if (_drafts.Count > 0 && _draw.Chance(0.8))
        {
            var chosen = _draw.PickFrom(_drafts);
            Send(_draw.Chance(0.7) ? _drafts.Find(draft => draft.Post.Room == chosen.Post.Room)! : chosen);
        }
        else if (_posted.Count > 0)
        {
            var old = _draw.PickFrom(_posted);
            Ask(old with { Id = NextId(), Text = _draw.Chance(0.5) ? old.Text : $"other words {_texts++}" });
        }
    }

    private void Moderate()
    {
        var action = _draw.PickFrom(Actions);
        string? nick = action is "private" or "public" ? null : _world.SomeNick();
        int? seconds = action is "ban" or "mute" && _draw.Chance(0.6) ? _draw.Pick(1, 5, 60) : null;
        Ask(new ModerateFrame(NextId(), _draw.Chance(0.95) ? SomeAddress() : null, action, nick, seconds, $"{Name} {_texts++}"));
    }

    private void Fence() => Send(new PingFrame(++_lastToken));

    private void SayNonsense() => Ask((Frame)(_draw.Below(6) switch
    {
        0 => new ReadFrame(NextId(), "#a", 1),
        1 => new JoinFrame(NextId(), "no room"),
        2 => new HelloFrame(NextId(), Limits.Version, "again", "again"),
        3 => new HistoryFrame(NextId(), SomeAddress(), null, null, 0),
        4 => new WhoisFrame(NextId(), ""),
        _ => new NickFrame(NextId(), "\u0007"),
    }));

    /// <summary>After the storm: back to all rooms from where one was, everything unanswered again, one after the other in each room, and a fence behind it.</summary>
    private bool Settle()
    {
        if (_asked.Count > 0)
        {
            return false;
        }

        foreach (var place in _places.Values.Where(static place => !place.IsFollowed && !place.IsAskedFor))
        {
            place.IsAskedFor = true;
            Ask(new JoinFrame(NextId(), place.Name, place.Cursor, place.Log));
        }

        foreach (var draft in _drafts.GroupBy(static draft => draft.Post.Room).Select(static room => room.First()))
        {
            if (draft.RetryAt <= Now)
            {
                Send(draft);
            }
        }

        if (_asked.Count == 0 && _drafts.Count == 0 && !_isFenced)
        {
            _isFenced = true;
            Fence();
        }

        return _outgoing.Count > 0;
    }

    private string SomeText()
    {
        var text = $"{Name} {_texts++}" + (_draw.Chance(0.2) ? $" @{_world.SomeNick()} " : "");
        return _draw.Chance(0.5) ? text : text + new string('.', _draw.Below(_world.Profile.TextBytes));
    }

    private Place? SomePlace() => _places.Count == 0 ? null : _places.Values.ElementAt(_draw.Below(_places.Count));

    private string SomeAddress()
    {
        if (_draw.Chance(0.85) && SomePlace() is { } place)
        {
            return place.Name;
        }

        return _draw.Chance(0.6) ? _world.SomeRoom() : "@" + _world.SomeNick();
    }

    private long? SomeSeq() => _draw.Chance(0.5) ? null : _draw.Between(0, 60);
}
