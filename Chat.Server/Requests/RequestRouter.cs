using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>Makes a command of a frame: checks what its shape tells, and reads what is long past. Used by all sessions at once; has no state.</summary>
internal sealed class RequestRouter
{
    private readonly MessageRequests _messages;

    public RequestRouter(IEventLog log, PrepareWindow window, Action<Command> submit)
    {
        _messages = new MessageRequests(log, window, submit);
    }

    /// <summary>Whether the answer may be as large as a frame: a session asks one such thing at a time.</summary>
    public static bool IsLarge(Command command) => command is HistoryCommand or SearchCommand or RoomsCommand or MembersCommand or MineCommand;

    /// <summary>Whether it costs more than its sender, because others are told, a list is sorted or many messages are looked at: asking for it too often is slowed down.</summary>
    public static bool IsPaced(Frame frame) =>
        frame is JoinFrame or LeaveFrame or TypeFrame or AwayFrame or NickFrame or LinkFrame or ReadFrame or RoomsFrame or MembersFrame or MineFrame or SearchFrame or ModerateFrame;

    /// <summary>The command for a frame of a session that is in; null for one that asks for nothing.</summary>
    /// <param name="delay">For a Post that comes too fast, how many ms to wait.</param>
    public ValueTask<Command?> PrepareAsync(Frame frame, Requester from, int? delay, CancellationToken cancellation) => frame switch
    {
        PostFrame post => _messages.PostAsync(post, from, delay, cancellation),
        _ => ValueTask.FromResult(Route(frame, from)),
    };

    private static Command? Route(Frame frame, Requester from) => frame switch
    {
        PingFrame ping => new PingCommand(from.Subscriber, ping.Token),
        PongFrame => null,
        JoinFrame join => RoomRequests.Join(join, from),
        LeaveFrame leave => RoomRequests.Leave(leave, from),
        RoomsFrame rooms => RoomRequests.List(rooms, from),
        MineFrame mine => RoomRequests.Mine(mine, from),
        MembersFrame members => RoomRequests.Members(members, from),
        HistoryFrame history => HistoryRequests.Page(history, from),
        SearchFrame search => SearchRequests.Find(search, from),
        ReadFrame read => HistoryRequests.Mark(read, from),
        TypeFrame type => UserRequests.Type(type, from),
        AwayFrame away => UserRequests.Away(away, from),
        WhoisFrame whois => UserRequests.Whois(whois, from),
        NickFrame nick => UserRequests.Nick(nick, from),
        BlockFrame block => UserRequests.Block(block, from),
        LinkFrame link => new LinkCommand(from.Subscriber, link.Id),
        DevicesFrame devices => new DevicesCommand(from.Subscriber, devices.Id),
        UnlinkFrame unlink => new UnlinkCommand(from.Subscriber, unlink.Id, new DeviceId(unlink.Fingerprint)),
        ModerateFrame moderate => ModerationRequests.Moderate(moderate, from),
        HelloFrame hello => from.Refuse(hello.Id, ErrorCodes.BadState, "This session has said Hello already."),
        IRequest unserved => from.Refuse(unserved.Id, ErrorCodes.UnknownKind, "This server does not know that request."),
        _ => from.Refuse(0, ErrorCodes.UnknownKind, "This server does not know that frame."),
    };
}
