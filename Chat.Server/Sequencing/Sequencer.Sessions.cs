using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Coming and going.</summary>
internal sealed partial class Sequencer
{
    /// <summary>Everybody is told to come back in a while: nobody is told any more that others go, as if they had left him.</summary>
    private bool _isStopping;

    private void Enter(EnterCommand command, Group group)
    {
        var known = KnownOf(command, group);
        var user = !MayEnterServer(command, known, group) ? null
            : command.Device is { } device ? UserOf(device, known, command, group)
            : GuestOf(known, command, group);
        if (user is null)
        {
            group.Then(() => command.Entered.TrySetResult(null));
            return;
        }

        var newSecret = _options.NewId();
        var addressBefore = user.Address;
        user.Address = command.Address;
        group.Journal.Add(() => user.Address = addressBefore);
        AddSession(new UserSession(command.From, user, SecretHash.Of(newSecret)) { Device = command.Device }, group);
        group.Answer(command.From, Welcome(command.Id, user, newSecret, group.Now));
        group.Then(() => command.Entered.TrySetResult(user.Id));
        foreach (var direct in _rooms.DirectsOf(user))
        {
            group.Subscribe(command.From, direct, user, direct.Head);
        }
    }

    /// <summary>Somebody without a device: one who goes on as himself, or a new guest; null, and answered, when neither may be.</summary>
    private User? GuestOf(User? known, EnterCommand command, Group group)
    {
        if (!MayBeGuest(command.Address))
        {
            Refuse(command, group, ErrorCodes.RegistrationClosed, "This server takes nobody without a device key: connect over TLS with a client that has one.");
            return null;
        }

        if (known is not null)
        {
            if (!MayRecord(command, known, group))
            {
                return null;
            }

            if (known.IsOnline)
            {
                EndSession(known.Sessions[0], group, new ErrorFrame(0, ErrorCodes.Replaced, "This user goes on in another session."));
            }
            else
            {
                Return(known, group);
            }

            return known;
        }

        if (!TryFindFreeNick(command, group, out var nick))
        {
            return null;
        }

        var user = new User(_users.NextId(), nick, group.Now);
        AddPresent(user, group);
        return user;
    }

    private bool MayBeGuest(PeerAddress address) =>
        _options.Access.Guests == GuestPolicy.Any || (_options.Access.Guests == GuestPolicy.Local && address.IsLocal);

    private bool TryFindFreeNick(EnterCommand command, Group group, [NotNullWhen(true)] out Nick? nick)
    {
        nick = command.Nick;
        if (nick is null)
        {
            Refuse(command, group, ErrorCodes.BadNick, "A nick is 1 to 32 letters, digits, '-' or '_', and begins with a letter or a digit.", "nick");
        }
        else if (_users.TryFind(nick.Key, out _))
        {
            Refuse(command, group, ErrorCodes.NickInUse, $"The nick {nick.Text} is taken.", "nick");
            nick = null;
        }

        return nick is not null;
    }

    private const string OperatorGreeting = "You are an operator of this server.";

    private WelcomeFrame Welcome(uint id, User user, Guid secret, long now)
    {
        var (rooms, more) = MineAfter(user, null, WelcomeBytes);
        return new WelcomeFrame(
            id,
            1,
            _options.ServerName,
            user.Nick.Text,
            user.IsRegistered,
            secret,
            now,
            new WireLimits(Limits.MaxFrame, Limits.MaxText, Limits.MaxNick, Limits.MaxRoom),
            GreetingOf(user),
            rooms,
            more);
    }

    /// <summary>The message of the day. Who is an operator is told so in it.</summary>
    private string? GreetingOf(User user) => !user.IsOperator ? _options.Motd
        : _options.Motd is { } motd ? $"{motd.TrimEnd('\n')}\n{OperatorGreeting}"
        : OperatorGreeting;

    private void Exit(ExitCommand command, Group group)
    {
        _isStopping |= command.Last is ByeFrame { RetryMs: not null };
        if (_sessions.TryGetValue(command.From.Id, out var session))
        {
            CloseSession(session, group, null);
        }

        if (command.HasPeer)
        {
            group.Finish(command.From, command.Last);
        }
    }

    /// <summary>Ends a session, and its user's stay when it was his last one.</summary>
    private void CloseSession(UserSession session, Group group, Frame? last)
    {
        EndSession(session, group, last);
        if (session.User.IsOnline)
        {
            return;
        }

        if (session.User.IsRegistered)
        {
            GoOffline(session.User, group);
        }
        else
        {
            Depart(session.User, session.Subscriber, group);
        }
    }

    /// <summary>Ends a session; with <paramref name="last"/> the lane is told to send that and close.</summary>
    private void EndSession(UserSession session, Group group, Frame? last)
    {
        var place = session.User.Sessions.IndexOf(session);
        _sessions.Remove(session.Subscriber.Id);
        session.User.Sessions.RemoveAt(place);
        _users.SetEnded(session.Secret, group.Now);
        group.Journal.Add(() =>
        {
            _users.SetEnded(session.Secret, null);
            session.User.Sessions.Insert(place, session);
            _sessions.Add(session.Subscriber.Id, session);
        });
        if (session.Device is { } device)
        {
            Touch(session.User, device, group);
        }

        if (session.User is { IsStored: true, IsRegistered: false })
        {
            group.Record(new SecretEnded(group.Now, session.Secret));
        }

        if (last is not null)
        {
            group.Finish(session.Subscriber, last);
        }
    }

    private void AddSession(UserSession session, Group group)
    {
        var user = session.User;
        _sessions.Add(session.Subscriber.Id, session);
        user.Sessions.Add(session);
        group.Journal.Add(() =>
        {
            _users.Withdraw(session.Secret);
            user.Sessions.Remove(session);
            _sessions.Remove(session.Subscriber.Id);
        });
        if (user.IsRegistered)
        {
            return; // What brings him back is his device: a secret would bring back whoever has stolen it.
        }

        _users.Issue(session.Secret, user);
        if (user.IsStored)
        {
            group.Record(new SecretIssued(group.Now, user.Id, session.Secret));
        }
    }

    private void AddPresent(User user, Group group)
    {
        _users.TryAdd(user);
        group.Journal.Add(() => _users.Remove(user));
    }

    /// <summary>A guest's last session is over: his nick is free and he is in no room any more, until he comes back.</summary>
    private void Depart(User user, Subscriber from, Group group)
    {
        var rooms = _rooms.Of(user).OfType<ChatRoom>().ToArray();
        var (leftBefore, awayBefore) = (user.LeftRooms, user.AwayText);
        user.LeftRooms = [.. rooms.Select(static room => room.Log)];
        user.AwayText = null;
        _users.Remove(user);
        group.Journal.Add(() =>
        {
            _users.TryAdd(user);
            user.AwayText = awayBefore;
            user.LeftRooms = leftBefore;
        });

        foreach (var room in rooms)
        {
            room.Absent.Add(user.Id);
            group.Journal.Add(() => room.Absent.Remove(user.Id));
            RemoveMember(room, user, from, group);
        }

        foreach (var direct in _rooms.DirectsOf(user))
        {
            TellPartner(direct, user, group, new PresenceFrame(null, user.Nick.Text, UserStatus.Offline));
        }
    }

    /// <summary>A guest comes back: his nick, with digits where another has it by now, and his rooms.</summary>
    private void Return(User user, Group group)
    {
        var (nickBefore, sinceBefore, leftBefore) = (user.Nick, user.OnlineSince, user.LeftRooms);
        var rooms = LeftRoomsOf(user).ToArray();
        CutDirects(user, group);
        user.Nick = FreeNick(user.Nick);
        user.OnlineSince = group.Now;
        user.LeftRooms = [];
        group.Journal.Add(() => (user.Nick, user.OnlineSince, user.LeftRooms) = (nickBefore, sinceBefore, leftBefore));
        AddPresent(user, group);
        foreach (var room in rooms)
        {
            room.Absent.Remove(user.Id);
            group.Journal.Add(() => room.Absent.Add(user.Id));
            AddMember(room, user, group);
            Announce(room, user, UserStatus.Online, null, group);
        }

        if (user.Nick != nickBefore)
        {
            RecordNick(user, group);
        }

        foreach (var direct in _rooms.DirectsOf(user))
        {
            if (user.Nick != nickBefore)
            {
                RenameDirect(direct, user, group);
            }

            TellPartner(direct, user, group, new PresenceFrame(null, user.Nick.Text, UserStatus.Online));
        }
    }

    private Nick FreeNick(Nick wanted)
    {
        if (!_users.TryFind(wanted.Key, out _))
        {
            return wanted;
        }

        var runes = wanted.Text.EnumerateRunes().ToArray();
        for (var number = 2; ; number++)
        {
            var digits = number.ToString(CultureInfo.InvariantCulture);
            var stem = string.Concat(runes.Take(Limits.MaxNick - digits.Length));
            if (Nick.TryParse(stem + digits, out var nick) && !_users.TryFind(nick.Key, out _))
            {
                return nick;
            }
        }
    }
}
