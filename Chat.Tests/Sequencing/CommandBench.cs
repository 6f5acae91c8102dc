using System.Net;
using System.Security.Cryptography;
using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Protocol.Search;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Requests;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Tests.Sequencing;

/// <summary>Makes commands as sessions do.</summary>
internal abstract class CommandBench
{
    private readonly Random _random;
    private uint _lastId;

    protected CommandBench(int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        _random = new Random(seed);
#pragma warning restore RS0030
    }

    public Random Random => _random;

    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public EnterCommand EnterOf(Subscriber from, string? nick, Guid? resume = null) =>
        new(from, ++_lastId, nick is null ? null : NickOf(nick), resume, null, new TaskCompletionSource<UserId?>());

    /// <summary>A Hello over a connection that has proven a device's key.</summary>
    public EnterCommand EnterOf(Subscriber from, string? nick, DeviceId device, string? code = null, string address = "192.0.2.1") =>
        EnterOf(from, nick) with
        {
            Device = device,
            Agent = "test/1",
            Code = code is null ? null : EntryCode.HashOf(code),
            Address = PeerAddress.Of(IPAddress.Parse(address)),
        };

    public static DeviceId DeviceOf(int number) => new(new Fingerprint([.. new byte[31], (byte)number]));

    public LinkCommand Link(Subscriber from) => new(from, ++_lastId);

    public DevicesCommand Devices(Subscriber from) => new(from, ++_lastId);

    public UnlinkCommand Unlink(Subscriber from, int device) => new(from, ++_lastId, DeviceOf(device));

    /// <summary>A Hello with the device key that belongs to a nick.</summary>
    public EnterCommand RegisterOf(Subscriber from, string nick) =>
        EnterOf(from, nick) with { Device = new DeviceId(new Fingerprint(SHA256.HashData(Encoding.UTF8.GetBytes(nick)))) };

    public static ExitCommand Exit(Subscriber from, Frame? last = null) => new(from, true, last);

    public JoinCommand Join(Subscriber from, string room, long? after = null, Guid? log = null) => new(from, ++_lastId, RoomOf(room), after, log);

    public LeaveCommand Leave(Subscriber from, string room) => new(from, ++_lastId, RoomOf(room));

    public PostCommand Post(Subscriber from, string room, string text = "hi", EventKind kind = EventKind.Text, long? about = null, Guid? key = null, Guid? log = null) =>
        new(from, new PostFrame(++_lastId, key ?? NewId(), room, kind, text, about, log), RoomOf(room)) { Mentions = [.. Mentions.In(text).Select(static nick => nick.Key)] };

    public ReadCommand Read(Subscriber from, string room, long seq) => new(from, ++_lastId, RoomOf(room), seq);

    public NickCommand Rename(Subscriber from, string nick) => new(from, ++_lastId, NickOf(nick));

    public AwayCommand Away(Subscriber from, string? text) => new(from, ++_lastId, text);

    public BlockCommand Block(Subscriber from, string nick, bool on = true) => new(from, ++_lastId, NickOf(nick), on);

    /// <summary>As the request makes it: a refusal when its shape is none.</summary>
    public Command Moderate(Subscriber from, string? room, string action, string? nick = null, int? seconds = null, string? reason = null) =>
        ModerationRequests.Moderate(new ModerateFrame(++_lastId, room, action, nick, seconds, reason), new Requester(from));

    public WhoisCommand Whois(Subscriber from, string nick) => new(from, ++_lastId, NickOf(nick));

    public MineCommand Mine(Subscriber from, string? after = null) => new(from, ++_lastId, after is null ? null : RoomOf(after).Key);

    public RoomsCommand Rooms(Subscriber from, string? pattern = null, string? after = null) =>
        new(from, ++_lastId, pattern is null ? null : PatternOf(pattern), after is null ? null : RoomOf(after).Key);

    public MembersCommand Members(Subscriber from, string room, string? after = null) =>
        new(from, ++_lastId, RoomOf(room), after is null ? null : NickOf(after).Key.SkeletonOfFolded);

    public HistoryCommand History(Subscriber from, string room, long? before = null, long? after = null, int limit = 50) =>
        new(from, ++_lastId, RoomOf(room), before, after, limit);

    public SearchCommand Search(Subscriber from, string query, string? room = null, long? before = null, int limit = 50) =>
        new(from, ++_lastId, QueryOf(query), room is null ? null : RoomOf(room), before, limit);

    public static TypeCommand Type(Subscriber from, string room, bool on = true) => new(from, RoomOf(room), on);

    public static PingCommand Ping(Subscriber from, ulong token = 7) => new(from, token);

    public RefuseCommand Refuse(Subscriber from, string code) => new(from, new ErrorFrame(++_lastId, code, "no"));

    public static ResolveCommand Resolve(Subscriber from, string room) => new(from, RoomOf(room), new TaskCompletionSource<LogId?>());

    public static Nick NickOf(string text) => Nick.TryParse(text, out var nick) ? nick : throw new ArgumentException(text);

    public static RoomAddress RoomOf(string text) => RoomAddress.Parse(text, out var error) ?? throw new ArgumentException(error);

    public static SearchQuery QueryOf(string text) => SearchQuery.TryParse(text, out var query) ? query : throw new ArgumentException(text);

    private static NamePattern PatternOf(string text) => NamePattern.TryParse(text, out var pattern) ? pattern : throw new ArgumentException(text);
}
