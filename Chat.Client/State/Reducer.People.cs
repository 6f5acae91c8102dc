using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.State;

/// <content>The connection, and who comes and goes.</content>
internal sealed partial class Reducer
{
    private static Reduction OnOnline(ChatState state, LinkEvent.Online online)
    {
        var (greeted, lines) = Greeted(state, online);
        return state.RestoredCount == 0
            ? new Reduction(greeted, lines)
            : new Reduction(greeted with { RestoredCount = 0 }, [.. lines, GoesOut(state.RestoredCount)]);
    }

    private static Reduction Greeted(ChatState state, LinkEvent.Online online)
    {
        var welcome = online.Welcome;
        var before = state.Nick;
        state = state with { IsOnline = true, OfflineReason = null, Nick = welcome.Nick };
        if (online.Again)
        {
            var lines = new List<ChatLine> { ChatLine.Status($"Connected again") };
            if (welcome.Nick != before)
            {
                state = state.Renamed(before, welcome.Nick);
                lines.Add(ChatLine.Status($"You are {welcome.Nick} now"));
            }

            return new Reduction(state, lines);
        }

        var first = new List<ChatLine> { ChatLine.Status($"Connected to {welcome.Server} as {welcome.Nick}") };
        if (welcome.Nick != online.Wished && (online.IsChosen || !welcome.Registered))
        {
            first.Add(welcome.Registered
                ? ChatLine.Status($"This device belongs to {welcome.Nick} here, so you are not {online.Wished}: /nick NAME is another nick for {welcome.Nick}, 'chat --identity NAME' somebody else")
                : ChatLine.Status($"The nick {online.Wished} is in use, so you are {welcome.Nick}: /nick NAME takes another"));
        }

        if (!string.IsNullOrWhiteSpace(welcome.Motd))
        {
            first.Add(ChatLine.Of(LineKind.Status, DisplayText.Lines(welcome.Motd.TrimEnd())));
        }

        return new Reduction(state, first);
    }

    /// <summary>Every loss is told once, and again only when there is another reason: it may be tried for hours.</summary>
    private static Reduction OnOffline(ChatState state, LinkEvent.Offline offline)
    {
        var told = state is { IsOnline: false, OfflineReason: { } before } && before == offline.Reason;
        state = state with { IsOnline = false, OfflineReason = offline.Reason };
        var copy = offline.IsStart ? ". /history and /search look into the copy kept here, /rooms tells what is in it" : "";
        return new Reduction(state, told
            ? Nothing

            // Whether there is a way back is not known yet, and what comes of trying is told then.
            : offline.Code == ClientCodes.Farewell
            ? [ChatLine.Error($"The server ended your session: {offline.Reason}")]
            : [ChatLine.Status($"Offline: {offline.Reason.TrimEnd('.')}. Trying again; what you type is kept and sent then{copy}")]);
    }

    private static Reduction OnMembers(ChatState state, LinkEvent.Members members)
    {
        var list = members.List;
        return new Reduction(
            state.With(list.Room, room => list.Members.Aggregate(
                members.First ? room with { Members = room.Members.Clear() } : room,
                static (view, member) => view.With(member.Nick, new MemberView(member.Status, member.Role)))),
            Nothing);
    }

    private static Reduction OnTold(ChatState state, Frame frame) => frame switch
    {
        RenamedFrame renamed => OnRenamed(state, renamed),
        PresenceFrame { Nick: { } nick, Room: { } room } presence => OnPresence(state, room, nick, presence),
        PresenceFrame { Nick: { } nick } presence => OnPresence(state, nick, presence),
        ReadMarkFrame mark => new(state.With(mark.Room, room => room.WithMark(mark.Seq, state.Nick)), Nothing),
        MembershipFrame { In: true, By: { } by } invited => new(state, [ChatLine.Status(
            $"{by} lets you into {invited.Room}{(invited.Reason is { Length: > 0 } reason ? DisplayText.Format($": {reason}") : default)}")]),
        _ => new(state, Nothing),
    };

    private static Reduction OnRenamed(ChatState state, RenamedFrame renamed)
    {
        var own = renamed.Old == state.Nick;
        var isKnown = !own && state.CurrentNick(renamed.Old) == renamed.New;
        state = state.Renamed(renamed.Old, renamed.New) with { Nick = own ? renamed.New : state.Nick };
        foreach (var (name, room) in state.Rooms)
        {
            state = state.With(name, view => view.Renamed(renamed.Old, renamed.New));
            if (room.Members.TryGetValue(renamed.Old, out var member))
            {
                state = state.With(name, view => (view with { Members = view.Members.Remove(renamed.Old) }).With(renamed.New, member));
            }
        }

        var (old, current) = ($"@{renamed.Old}", $"@{renamed.New}");
        if (state.Find(old) is { } direct)
        {
            state = state with
            {
                Rooms = state.Rooms.Remove(old).SetItem(current, direct with { Name = current, Waiting = direct.Waiting.In(current) }),
                Current = state.Current == old ? current : state.Current,
                Sending = state.Sending.ConvertAll(line => line.Room == old ? line with { Room = current } : line),
            };
            state = state.Rename(old, current);
        }

        return new Reduction(state, isKnown ? Nothing
            : own
            ? [ChatLine.Status($"You are {renamed.New} now")]
            : [ChatLine.Of(LineKind.Presence, DisplayText.Format($"{renamed.Old} is {renamed.New} now")) with
            {
                Change = new PresenceChange(PresenceKind.Renamed, renamed.Old, renamed.New),
            }]);
    }

    /// <summary>In one room: somebody comes, goes, or is away for a while.</summary>
    private static Reduction OnPresence(ChatState state, string name, string nick, PresenceFrame presence)
    {
        if (state.Find(name) is not { } room)
        {
            return new Reduction(state, Nothing);
        }

        var known = room.Members.TryGetValue(nick, out var before);
        state = state.With(name, view => presence.Status == UserStatus.Offline
            ? view with { Members = view.Members.Remove(nick), MemberCount = Math.Max(0, view.MemberCount - (known ? 1 : 0)) }
            : view.With(nick, new MemberView(presence.Status, before.Role)) with { MemberCount = view.MemberCount + (known ? 0 : 1) });
        if (nick == state.Nick || (known && before.Status == presence.Status) || state.Ignored.Contains(nick))
        {
            return new Reduction(state, Nothing);
        }

        state = state with { LastPresence = (nick, presence.Status) };
        var text = presence.Status switch
        {
            UserStatus.Offline => DisplayText.Format($"{nick} left"),
            UserStatus.Away => Away(nick, presence.Text),
            _ => known ? DisplayText.Format($"{nick} is back") : DisplayText.Format($"{nick} joined"),
        };
        return new Reduction(state, [Beside(name, LineKind.Presence, text) with { Change = Change(nick, presence, known) }]);
    }

    /// <summary>Wherever one meets them: told once, not for every room; to a person who looks at one only where they are in that.</summary>
    private static Reduction OnPresence(ChatState state, string nick, PresenceFrame presence)
    {
        var changed = false;
        foreach (var (name, room) in state.Rooms)
        {
            if (room.Members.TryGetValue(nick, out var member))
            {
                changed |= member.Status != presence.Status;
                state = state.With(name, view => view.With(nick, member with { Status = presence.Status }));
            }
        }

        var isNews = changed || (state.Rooms.ContainsKey($"@{nick}") && state.LastPresence != (nick, presence.Status));
        state = state with { LastPresence = (nick, presence.Status) };
        var isMet = !state.FollowsRoom || state.Current == $"@{nick}" || state.Find(state.Current)?.Members.ContainsKey(nick) == true;
        if (nick == state.Nick || !isNews || !isMet || state.Ignored.Contains(nick))
        {
            return new Reduction(state, Nothing);
        }

        return new Reduction(state, [ChatLine.Of(LineKind.Presence, presence.Status switch
        {
            UserStatus.Offline => DisplayText.Format($"{nick} is offline"),
            UserStatus.Away => Away(nick, presence.Text),
            _ => DisplayText.Format($"{nick} is here"),
        }) with { Change = Change(nick, presence, known: false) }]);
    }

    /// <summary>What folds with others of its kind; who says something about being away is quoted instead.</summary>
    private static PresenceChange? Change(string nick, PresenceFrame presence, bool known) => presence switch
    {
        { Status: UserStatus.Offline } => new(PresenceKind.Went, nick),
        { Status: UserStatus.Away, Text: { Length: > 0 } } => null,
        { Status: UserStatus.Away } => new(PresenceKind.Away, nick),
        _ => new(known ? PresenceKind.Back : PresenceKind.Came, nick),
    };

    private static DisplayText Away(string nick, string? text) =>
        string.IsNullOrEmpty(text) ? DisplayText.Format($"{nick} is away") : DisplayText.Format($"{nick} is away: {text}");
}
