using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Rooms;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;
using Chat.Tests.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>A sequencer on a bench: commands in, outputs out, a store that takes everything unless a test takes the group back.</summary>
internal sealed class TurnBench
{
    private readonly MemoryEventLog _log = new();
    private readonly Lane _lane;
    private readonly Random _random;
    private long _lastSession;
    private uint _lastId;

    public TurnBench(int seed = 1)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        _random = new Random(seed);
#pragma warning restore RS0030
        _lane = new Lane(new LaneContext(_log, ThreadPoolScheduler.Instance, TimeProvider.System, static broken => Assert.Fail(broken.ToString())));
        Sequencer = new Sequencer(new SequencerOptions("test", null, NewId));
    }

    public Sequencer Sequencer { get; }

    public long Now { get; set; } = 1_000_000;

    /// <summary>Groups that are committed, and what requests to come have read up to.</summary>
    public long Floor { get; set; }

    public MemoryEventLog Log => _log;

    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>A connection that has not said Hello.</summary>
    public Subscriber Connect() => new(new SessionId(++_lastSession), _lane, new NullOutlet());

    /// <summary>Turns that are neither committed nor taken back yet.</summary>
    public Group Decide(params Command[] commands)
    {
        var group = Sequencer.Begin(Now, Floor);
        foreach (var command in commands)
        {
            Sequencer.Apply(command, group);
        }

        return group;
    }

    public void Commit(Group group)
    {
        if (group.HasAppends)
        {
            var result = _log.AppendAsync(group.Appends, CancellationToken.None).AsTask().Result;
            Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Committed));
            Sequencer.Committed(group.Appends, result);
        }

        group.Close();
    }

    /// <summary>A group that is committed.</summary>
    public Group Do(params Command[] commands)
    {
        var group = Decide(commands);
        Commit(group);
        return group;
    }

    /// <summary>The one answer to the last of the commands.</summary>
    public T Ask<T>(Command command)
        where T : Frame
    {
        var answer = AnswersTo(Do(command), command.From)[^1];
        Assert.That(answer, Is.InstanceOf<T>(), answer.ToString());
        return (T)answer;
    }

    public static List<Frame> AnswersTo(Group group, Subscriber from) =>
        [.. group.Outputs.Where(output => output.Kind == InstructionKind.Answer && ReferenceEquals(output.Subscriber, from)).Select(output => output.Frame!)];

    public Guest Enter(string? nick, Guid? resume = null)
    {
        var from = Connect();
        return new Guest(from, Ask<WelcomeFrame>(EnterOf(from, nick, resume)));
    }

    public EnterCommand EnterOf(Subscriber from, string? nick, Guid? resume = null) =>
        new(from, ++_lastId, nick is null ? null : NickOf(nick), resume, new TaskCompletionSource<UserId?>());

    public static ExitCommand Exit(Subscriber from) => new(from, true, null);

    public JoinCommand Join(Subscriber from, string room, long? after = null, Guid? log = null) => new(from, ++_lastId, RoomOf(room), after, log);

    public LeaveCommand Leave(Subscriber from, string room) => new(from, ++_lastId, RoomOf(room));

    public PostCommand Post(Subscriber from, string room, string text = "hi", EventKind kind = EventKind.Text, long? about = null, Guid? key = null) =>
        new(from, ++_lastId, key ?? NewId(), RoomOf(room), room, kind, text, about, null, null, null, false, null, null);

    public NickCommand Rename(Subscriber from, string nick) => new(from, ++_lastId, NickOf(nick));

    public AwayCommand Away(Subscriber from, string? text) => new(from, ++_lastId, text);

    public BlockCommand Block(Subscriber from, string nick, bool on = true) => new(from, ++_lastId, NickOf(nick), on);

    public WhoisCommand Whois(Subscriber from, string nick) => new(from, ++_lastId, NickOf(nick));

    public MineCommand Mine(Subscriber from, string? after = null) => new(from, ++_lastId, after is null ? null : RoomOf(after).Key);

    public RoomsCommand Rooms(Subscriber from, string? pattern = null, string? after = null) =>
        new(from, ++_lastId, pattern is null ? null : PatternOf(pattern), after is null ? null : RoomOf(after).Key);

    public MembersCommand Members(Subscriber from, string room, string? after = null) =>
        new(from, ++_lastId, RoomOf(room), after is null ? null : NickOf(after).Key.SkeletonOfFolded);

    public HistoryCommand History(Subscriber from, string room, long? before = null, long? after = null, int limit = 50) =>
        new(from, ++_lastId, RoomOf(room), before, after, limit);

    public static TypeCommand Type(Subscriber from, string room, bool on = true) => new(from, RoomOf(room), on);

    public static PingCommand Ping(Subscriber from, ulong token = 7) => new(from, token);

    public RefuseCommand Refuse(Subscriber from, string code) => new(from, new ErrorFrame(++_lastId, code, "no"));

    public static ResolveCommand Resolve(Subscriber from, string room) => new(from, RoomOf(room), new TaskCompletionSource<LogId?>());

    public static Nick NickOf(string text) => Nick.TryParse(text, out var nick) ? nick : throw new ArgumentException(text);

    public static RoomAddress RoomOf(string text) => RoomAddress.Parse(text, out var error) ?? throw new ArgumentException(error);

    private static NamePattern PatternOf(string text) => NamePattern.TryParse(text, out var pattern) ? pattern : throw new ArgumentException(text);
}
