using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>
/// The turn: one command after the other is applied to the state of rooms and users. Plain and synchronous; it reads no clock, waits
/// for nothing and calls nobody. What it changes it also notes in the group's journal, so that a group can be taken back.
/// </summary>
/// <remarks>All state belongs to the driver, which runs one turn at a time.</remarks>
internal sealed partial class Sequencer
{
    /// <summary>How long to tell a client to wait when the store does not take its post.</summary>
    public const int StoreRetryMilliseconds = 1_000;

    private readonly SequencerOptions _options;
    private readonly UserDirectory _users = new();
    private readonly RoomDirectory _rooms = new();
    private readonly Dictionary<SessionId, UserSession> _sessions = [];
    private readonly Recents _recents = new();

    public Sequencer(SequencerOptions options)
    {
        _options = options;
        _registrations = new Allowance<PeerAddress>(options.Access.RegistrationsPerAddress, RegistrationPeriod);
        _attempts = new Allowance<PeerAddress>(options.Access.CodeAttempts, AttemptPeriod);
        _newRooms = new Allowance<Party>(options.Access.NewRooms, BeginningPeriod);
        _newConversations = new Allowance<Party>(options.Access.NewConversations, BeginningPeriod);
    }

    /// <summary>For a test that compares: a group begins.</summary>
    internal Action<Group>? Begun { get; set; }

    /// <summary>For a test that compares: a group has been taken back.</summary>
    internal Action<Group>? Undone { get; set; }

    /// <summary>Begins a group at <paramref name="now"/> (Unix milliseconds); <paramref name="floor"/> is the group that all requests to come have read up to; <paramref name="turns"/> is how many turns there will be, about.</summary>
    public Group Begin(long now, long floor, int turns = 0)
    {
        _recents.Forget(floor);
        Tidy(now);
        var group = new Group(now, turns);
        Begun?.Invoke(group);
        return group;
    }

    /// <summary>Lets one command have its turn.</summary>
    public void Apply(Command command, Group group)
    {
        var before = group.PromiseCount;
        switch (command)
        {
            case HouseCommand house:
                Apply(house, group);
                break;
            case EnterCommand enter:
                Enter(enter, group);
                break;
            case ExitCommand exit:
                Exit(exit, group);
                break;
            case TakeMarksCommand take:
                TakeMarks(take, group);
                break;
            default:
                if (_sessions.TryGetValue(command.From.Id, out var session))
                {
                    Apply(command, session, group);
                }
                else if (command is ResolveCommand late)
                {
                    Tell(late, null, group);
                }

                break;
        }

        group.Turns.Add(new Turn(command, group.PromiseCount > before, null));
    }

    /// <summary>The group is stored: the store tells where its logs begin now.</summary>
    public void Committed(LogBatch batch, AppendResult result)
    {
        _recents.Committed(batch.Logs);
        if (batch.System is { } system)
        {
            _system.Committed(system);
        }

        foreach (var bounds in result.Logs)
        {
            if (_rooms.TryFind(bounds.Log, out var room))
            {
                room.First = bounds.First;
                room.Readings.Forget(bounds.First);
            }
        }
    }

    /// <summary>Takes a group back that was not stored. Its turns are as if they had never been.</summary>
    public void Undo(Group group)
    {
        group.Journal.Undo();
        Undone?.Invoke(group);
    }

    /// <summary>Answers a command whose turn was taken back because the store refused it.</summary>
    public void Fail(Command command, string code, Group group)
    {
        if (command is HouseCommand house)
        {
            Refuse(house, code, NotStored(code), group);
        }
        else if (command is not PostCommand post)
        {
            group.Answer(command.From, new ErrorFrame(command.Id, code, NotStored(code), StoreRetryMilliseconds));
            if (command is EnterCommand enter)
            {
                group.Then(() => enter.Entered.TrySetResult(null));
            }
        }
        else if (_sessions.TryGetValue(post.From.Id, out var session))
        {
            FailPost(post, session, code, StoreRetryMilliseconds, group);
        }

        group.Turns.Add(new Turn(command, false, code));
    }

    /// <summary>Posts which the store holds already although nobody here knew of them.</summary>
    public void Learn(IEnumerable<KeyedEvent> stored)
    {
        foreach (var keyed in stored)
        {
            _recents.Learn(keyed);
        }
    }

    private void Apply(Command command, UserSession session, Group group)
    {
        switch (command)
        {
            case RefuseCommand refuse:
                group.Answer(refuse.From, refuse.Error);
                break;
            case PingCommand ping:
                group.CutAll(session.User);
                group.Answer(ping.From, new PongFrame(ping.Token));
                break;
            case PostCommand post:
                Post(post, session, group);
                break;
            case JoinCommand join:
                Join(join, session, group);
                break;
            case LeaveCommand leave:
                Leave(leave, session, group);
                break;
            case RoomsCommand rooms:
                ListRooms(rooms, session, group);
                break;
            case MineCommand mine:
                ListMine(mine, session, group);
                break;
            case MembersCommand members:
                ListMembers(members, session, group);
                break;
            case ResolveCommand resolve:
                Resolve(resolve, session, group);
                break;
            case HistoryCommand history:
                Read(history, session, group);
                break;
            case SearchCommand search:
                Search(search, session, group);
                break;
            case ReadCommand read:
                MarkRead(read, session, group);
                break;
            case TypeCommand type:
                Type(type, session, group);
                break;
            case AwayCommand away:
                SetAway(away, session, group);
                break;
            case WhoisCommand whois:
                Whois(whois, group);
                break;
            case NickCommand nick:
                Rename(nick, session, group);
                break;
            case BlockCommand block:
                Block(block, session, group);
                break;
            case LinkCommand link:
                MakeLink(link, session, group);
                break;
            case DevicesCommand devices:
                ListDevices(devices, session, group);
                break;
            case UnlinkCommand unlink:
                Unlink(unlink, session, group);
                break;
            case ModerateCommand moderate:
                Moderate(moderate, session, group);
                break;
            default:
                throw new InvalidOperationException($"No turn for {command.GetType().Name}.");
        }
    }

    private static string NotStored(string code) => code == ErrorCodes.StorageFull
        ? "The server has no room to store this: try again in a moment."
        : "The server cannot store this at the moment: try again.";

    private static void Refuse(Command command, Group group, string code, string message, string? field = null) =>
        group.Answer(command.From, new ErrorFrame(command.Id, code, message, null, field));
}
