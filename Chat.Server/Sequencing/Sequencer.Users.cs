using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>What people are called, whether they are there, and whom they do not want to hear.</summary>
internal sealed partial class Sequencer
{
    /// <summary>How many one user may block.</summary>
    private const int MaxBlocked = 1_000;

    private void Type(TypeCommand command, UserSession session, Group group)
    {
        var user = session.User;
        group.Done(command.From);
        if (!TryResolve(command.Room, user, out var room, out _) || !room.Has(user) || MuteOf(user, group.Now) is not null || MuteIn(room, user, group.Now) is not null)
        {
            return;
        }

        if (room is ChatRoom { IsAnnounced: true })
        {
            group.Tell(room, room.FeedFor(user), InstructionKind.Typing, new TypingFrame(room.NameFor(user), user.Nick.Text, command.On), command.From);
        }
        else if (room is DirectRoom { IsNotebook: false } direct && !direct.PartnerOf(user).Blocked.Contains(user.Id))
        {
            var partner = direct.PartnerOf(user);
            group.Tell(room, room.FeedFor(partner), InstructionKind.Typing, new TypingFrame(room.NameFor(partner), user.Nick.Text, command.On), null);
        }
    }

    private void SetAway(AwayCommand command, UserSession session, Group group)
    {
        var user = session.User;
        var before = user.AwayText;
        user.AwayText = command.Text;
        group.Journal.Add(() => user.AwayText = before);
        group.Answer(command.From, new DoneFrame(command.Id));
        if (before != command.Text)
        {
            var presence = new PresenceFrame(null, user.Nick.Text, user.Status, user.AwayText);
            foreach (var other in Acquaintances(user))
            {
                if (!ReferenceEquals(other, command.From))
                {
                    group.Presence(other, presence);
                }
            }
        }
    }

    private void Whois(WhoisCommand command, Group group)
    {
        if (_users.TryFind(command.Nick.Key, out var user))
        {
            group.Answer(command.From, new UserFrame(
                command.Id,
                user.Nick.Text,
                user.Status,
                user.AwayText,
                user.IsRegistered,
                user.IsOnline ? user.OnlineSince : null,
                user.IsOnline ? group.Now : user.Account?.SeenAt));
        }
        else
        {
            RefuseNick(command, command.Nick, group);
        }
    }

    private void Rename(NickCommand command, UserSession session, Group group)
    {
        var user = session.User;
        if (!MayRecord(command, user, group))
        {
            return;
        }

        Nick[] former = user.Account is { } account ? [.. account.FormerNicks.Append(user.Nick).Where(name => !name.Matches(command.Nick))] : [];
        if (former.Length > Account.MaxFormerNicks)
        {
            Refuse(command, group, ErrorCodes.Forbidden, $"You have had {former.Length} nicks, which all stay yours: take one of them, or have an operator release some.", "nick");
            return;
        }

        if (!SetNames(user, command.Nick, former, group))
        {
            Refuse(command, group, ErrorCodes.NickInUse, $"The nick {command.Nick.Text} is taken.", "nick");
            return;
        }

        group.Answer(command.From, new DoneFrame(command.Id));
    }

    /// <summary>Gives somebody other nicks and tells whom it concerns; false, and nothing changed, when one is another's.</summary>
    private bool SetNames(User user, Nick nick, Nick[] former, Group group)
    {
        var before = user.Nick;
        Nick[] formerBefore = [.. user.Account?.FormerNicks ?? []];
        CutDirects(user, group);
        if (!_users.TryRename(user, nick, former))
        {
            return false;
        }

        group.Journal.Add(() => _users.TryRename(user, before, formerBefore));
        foreach (var released in formerBefore.Where(name => !former.Contains(name)))
        {
            RecordOf(user, new NickReleased(group.Now, user.Id, released.Text), group);
        }

        foreach (var reserved in former.Where(name => !formerBefore.Contains(name)))
        {
            RecordOf(user, new NickReserved(group.Now, user.Id, reserved.Text), group);
        }

        if (nick != before)
        {
            RecordNick(user, group);
            TellRenamed(user, before, group);
        }

        return true;
    }

    private void TellRenamed(User user, Nick before, Group group)
    {
        foreach (var direct in _rooms.DirectsOf(user))
        {
            RenameDirect(direct, user, group);
        }

        var renamed = new RenamedFrame(before.Text, user.Nick.Text);
        foreach (var other in Acquaintances(user))
        {
            group.Presence(other, renamed);
        }
    }

    private void Block(BlockCommand command, UserSession session, Group group)
    {
        var user = session.User;
        if (!_users.TryFind(command.Nick.Key, out var other))
        {
            RefuseNick(command, command.Nick, group);
            return;
        }

        if (command.On && user.Blocked.Count >= MaxBlocked)
        {
            Refuse(command, group, ErrorCodes.Forbidden, $"Nobody may block more than {MaxBlocked} others.", "nick");
            return;
        }

        if (!MayRecord(command, user, group))
        {
            return;
        }

        var before = user.Blocked;
        user.Blocked = command.On ? before.Add(other.Id) : before.Remove(other.Id);
        if (!ReferenceEquals(user.Blocked, before))
        {
            group.Journal.Add(() => user.Blocked = before);
            RecordBlock(user, other, command.On, group);
        }

        group.Answer(command.From, new DoneFrame(command.Id));
    }

    private void RecordBlock(User user, User other, bool isBlocked, Group group)
    {
        if (user.IsStored)
        {
            EnsureStored(other, group);
            RecordOf(user, new BlockChanged(group.Now, user.Id, other.Id, isBlocked), group);
        }
    }

    private static void RecordNick(User user, Group group) => RecordOf(user, new UserRenamed(group.Now, user.Id, user.Nick.Text), group);

    /// <summary>What was said so far goes out under the names it was said under.</summary>
    private void CutDirects(User user, Group group)
    {
        foreach (var direct in _rooms.DirectsOf(user))
        {
            group.Cut(direct);
        }
    }

    /// <summary>The partner's side of a conversation has another name from now on.</summary>
    private static void RenameDirect(DirectRoom direct, User user, Group group)
    {
        var partner = direct.PartnerOf(user);
        group.Rename(direct, direct.FeedFor(partner), direct.NameFor(partner));
    }

    private void TellPartner(DirectRoom direct, User user, Group group, PresenceFrame presence)
    {
        if (!direct.IsNotebook && !_isStopping)
        {
            foreach (var session in direct.PartnerOf(user).Sessions)
            {
                group.Presence(session.Subscriber, presence);
            }
        }
    }

    /// <summary>The sessions that meet a user somewhere, each once, his own among them: in rooms that announce presence, and in conversations.</summary>
    private HashSet<Subscriber> Acquaintances(User user)
    {
        var met = new HashSet<Subscriber>(user.Sessions.Select(static session => session.Subscriber));
        foreach (var room in _rooms.Of(user))
        {
            if (room is not ChatRoom { IsAnnounced: false })
            {
                met.UnionWith(room.Users.SelectMany(static other => other.Sessions).Select(static session => session.Subscriber));
            }
        }

        return met;
    }

    private static void RefuseNick(Command command, Nick nick, Group group) =>
        Refuse(command, group, ErrorCodes.NoSuchNick, $"Nobody here is called {nick.Text}.", "nick");
}
