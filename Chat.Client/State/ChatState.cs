using System.Collections.Immutable;
using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Names;

namespace Chat.Client.State;

/// <summary>Everything a screen knows. Immutable: <see cref="Reducer"/> makes the next one.</summary>
internal sealed record ChatState
{
    private const int MaxRenames = 1000;

    /// <summary>Our nick.</summary>
    public required string Nick { get; init; }

    public bool IsOnline { get; init; }

    /// <summary>Why we are offline, by the last word; null when it has not been told.</summary>
    public string? OfflineReason { get; init; }

    public ImmutableDictionary<string, RoomView> Rooms { get; init; } = ImmutableDictionary<string, RoomView>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Where typed text goes; null: nowhere yet. It may be a room that is not open yet.</summary>
    public string? Current { get; init; }

    /// <summary>Where it went before, the latest last.</summary>
    public ImmutableList<string> Visited { get; init; } = [];

    /// <summary>Rooms that were asked for and have not answered, by the name that was typed, and where we looked then; empty for nowhere.</summary>
    public ImmutableDictionary<string, string> AskedFrom { get; init; } = ImmutableDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>A room that lets us not in while something is typed for it: until that is out of the line, we look nowhere.</summary>
    public string? Barred { get; init; }

    /// <summary>Whose coming or going was told last: the same is not told again for a conversation with them.</summary>
    public (string Nick, UserStatus Status) LastPresence { get; init; }

    /// <summary>Who got another nick while we were here: the former one, and the one after it.</summary>
    public ImmutableDictionary<string, string> Renames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What was typed and the server does not have, the oldest first.</summary>
    public ImmutableList<SendingLine> Sending { get; init; } = [];

    /// <summary>How many messages from before wait for the first connection, and it is not told yet.</summary>
    public int RestoredCount { get; init; }

    /// <summary>A person looks at one room at a time, and is shown where he stopped reading.</summary>
    public bool FollowsRoom { get; init; }

    /// <summary>Whose words are not shown.</summary>
    public IgnoreList Ignored { get; init; } = IgnoreList.Empty;

    /// <summary>Whether the protocol takes two nicks for one.</summary>
    public static bool AreSame(string one, string other) =>
        one == other
        || (Chat.Protocol.Names.Nick.TryParse(one, out var first) && Chat.Protocol.Names.Nick.TryParse(other, out var second) && first.Matches(second));

    /// <summary>What was said by somebody whose words are not shown. What such a one does to a room is.</summary>
    public bool IsIgnored(string nick, EventKind kind) => kind is not (EventKind.Topic or EventKind.Moderation) && nick != Nick && Ignored.Contains(nick);

    /// <summary>What somebody is called by now, as far as it was seen.</summary>
    public string CurrentNick(string former)
    {
        for (var i = 0; i < MaxRenames && Renames.TryGetValue(former, out var next); i++)
        {
            former = next;
        }

        return former;
    }

    /// <summary>After somebody has got another nick.</summary>
    public ChatState Renamed(string old, string current)
    {
        // Whoever takes a nick is who has it.
        var renames = (Renames.Count < MaxRenames ? Renames : Renames.Clear()).Remove(current);
        return this with { Renames = old == current ? renames : renames.SetItem(old, current) };
    }

    /// <summary>With something that is on its way, unless it is nothing to be seen.</summary>
    public ChatState Send(Outgoing post) => post.Kind is EventKind.Text or EventKind.Action or EventKind.Notice && !post.Completion.IsCompleted
        ? this with { Sending = Sending.Add(new SendingLine(post.Key, Resolve(post.Room), FirstLine(post.Text))) }
        : this;

    /// <summary>With something that is on its way no longer.</summary>
    public ChatState Sent(Guid key) => Sending.IsEmpty ? this : this with { Sending = Sending.RemoveAll(line => line.Key == key) };

    public RoomView? Find(string? name) => name is not null && Rooms.TryGetValue(name, out var room) ? room : null;

    /// <summary>Looks at another room: what is in it counts as read.</summary>
    public ChatState Select(string room)
    {
        var visited = Current is { } current && current != room ? Visited.Remove(room).Add(current) : Visited.Remove(room);
        var asked = Barred is { } barred ? AskedFrom.Remove(barred) : AskedFrom;
        return (this with { Current = room, Visited = visited, Barred = null, AskedFrom = asked }).With(room, static view => view with
        {
            Unread = 0,
            Mentions = 0,
            Read = Math.Max(view.Read, view.Newest),
        });
    }

    /// <summary>Looks at a room that is asked for. One that refuses lets us look again where we do now: <see cref="Refuse"/>.</summary>
    public ChatState Ask(string room) =>
        (room == Current || Rooms.ContainsKey(room) ? this : this with { AskedFrom = AskedFrom.SetItem(room, Current ?? "") }).Select(room);

    /// <summary>A room that was asked for is open, by this name.</summary>
    public ChatState Open(string room)
    {
        var state = this;
        foreach (var typed in AskedFrom.Keys.Where(name => Resolve(name) == room))
        {
            state = (state with { AskedFrom = state.AskedFrom.Remove(typed) }).Rename(typed, room);
        }

        return state;
    }

    /// <summary>A room that was asked for lets us not in: whoever looks at it still looks where he did when he asked, if that is to be looked at.</summary>
    public ChatState Refuse(string room)
    {
        if (!AskedFrom.TryGetValue(room, out var from))
        {
            return Unselect(room);
        }

        var rest = (this with { AskedFrom = AskedFrom.Remove(room), Visited = Visited.Remove(room) }).Rename(room, from);
        return Current != room ? rest
            : !FollowsRoom || from.Length == 0 ? rest with { Current = null }
            : rest.Rooms.ContainsKey(from) || rest.AskedFrom.ContainsKey(from) ? (rest with { Current = null }).Select(from)
            : rest.Unselect(room);
    }

    /// <summary>A room lets us not in while something is typed for it, which shall go to no other one.</summary>
    public ChatState Bar(string room) => this with { Current = null, Barred = room };

    /// <summary>Nothing is typed any more for the room that let us not in.</summary>
    public ChatState Unbar() => Barred is { } room ? (this with { Current = room, Barred = null }).Refuse(room) : this;

    /// <summary>A room goes by another name from now on, wherever it is noted where we looked.</summary>
    public ChatState Rename(string old, string room) => old == room ? this : this with
    {
        Visited = [.. Visited.Contains(old) ? Visited.RemoveAll(name => name == room).Select(name => name == old ? room : name) : Visited],
        AskedFrom = AskedFrom.SetItems(AskedFrom.Where(asked => asked.Value == old).Select(asked => KeyValuePair.Create(asked.Key, room))),
    };

    /// <summary>Looks at the same room as before, by the server's name of it.</summary>
    public ChatState Spell(string room) => (this with { Current = null }).Select(room);

    /// <summary>Looks away from a room that is closed: at the one before, where a person sees which that is.</summary>
    public ChatState Unselect(string room)
    {
        var rest = this with { Visited = Visited.RemoveAll(name => name == room) };
        return Current != room ? rest
            : rest.Visited.IsEmpty || !FollowsRoom ? rest with { Current = null }
            : (rest with { Current = null }).Select(rest.Visited[^1]);
    }

    /// <summary>Changes a room that is known; another one is left unknown.</summary>
    public ChatState With(string room, Func<RoomView, RoomView> change) =>
        Rooms.TryGetValue(room, out var view) ? this with { Rooms = Rooms.SetItem(room, change(view)) } : this;

    /// <summary>The room meant by a name that a person typed, in the server's spelling where it is known.</summary>
    public string Resolve(string typed)
    {
        if (Rooms.ContainsKey(typed))
        {
            return typed;
        }

        if (typed.StartsWith('@') && Chat.Protocol.Names.Nick.TryParse(typed[1..], out var nick))
        {
            return Known().FirstOrDefault(name => name.StartsWith('@')
                && Chat.Protocol.Names.Nick.TryParse(name[1..], out var other) && other.Matches(nick)) ?? typed;
        }

        return RoomName.TryParse(typed, out var room)
            ? Known().FirstOrDefault(name => RoomName.TryParse(name, out var other) && other.Matches(room)) ?? typed
            : typed;

        IEnumerable<string> Known() => Rooms.Keys.Concat(AskedFrom.Keys);
    }

    private static DisplayText FirstLine(string text)
    {
        var lines = DisplayText.Lines(text);
        return lines.Count == 1 ? lines[0] : DisplayText.Format($"{lines[0]} \u21B5");
    }
}
