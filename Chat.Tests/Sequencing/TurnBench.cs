using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;
using Chat.Tests.Delivery;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>A sequencer on a bench: commands in, outputs out, a store that takes everything unless a test takes the group back.</summary>
internal sealed class TurnBench : CommandBench
{
    private readonly Lane _lane;
    private long _lastSession;

    public TurnBench(int seed = 1, IEventLog? log = null, AccessRules? access = null)
        : base(seed)
    {
        Log = log ?? new MemoryEventLog();
        _lane = new Lane(new LaneContext(Log, ThreadPoolScheduler.Instance, TimeProvider.System, static broken => Assert.Fail(broken.ToString())));
        Sequencer = new Sequencer(new SequencerOptions("test", null, NewId) { Access = access ?? new AccessRules() });
    }

    public Sequencer Sequencer { get; }

    public long Now { get; set; } = 1_000_000;

    /// <summary>The group that requests to come have read up to.</summary>
    public long Floor { get; set; }

    public IEventLog Log { get; }

    /// <summary>A sequencer that starts where another one has stopped without a word, on the same store.</summary>
    public static TurnBench After(TurnBench earlier, int seed)
    {
        var bench = new TurnBench(seed, earlier.Log) { Now = earlier.Now };
        var opened = bench.Log.OpenAsync(CancellationToken.None).AsTask().Result;
        bench.Sequencer.Restore(bench.Log.ReadStateAsync(CancellationToken.None).AsTask().Result, opened.SystemHead, bench.Now);
        return bench;
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
        if (Sequencer.BatchOf(group) is { } batch)
        {
            var result = Log.AppendAsync(batch, CancellationToken.None).AsTask().Result;
            Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Committed));
            Sequencer.Committed(batch, result);
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

    /// <summary>The answer to a command, which has to be of the given kind.</summary>
    public T Ask<T>(Command command)
        where T : Frame
    {
        var answer = AnswersTo(Do(command), command.From)[^1];
        Assert.That(answer, Is.InstanceOf<T>(), answer.ToString());
        return (T)answer;
    }

    /// <summary>The code of the error that a command is answered with.</summary>
    public string Fail(Command command) => Ask<ErrorFrame>(command).Code;

    public static List<Frame> AnswersTo(Group group, Subscriber from) =>
        [.. group.Outputs.Where(output => output.Kind == InstructionKind.Answer && ReferenceEquals(output.Subscriber, from)).Select(output => output.Frame!)];

    /// <summary>Comes with a device.</summary>
    public Guest Enter(string? nick, int device, string? code = null)
    {
        var from = Connect();
        return new Guest(from, Ask<WelcomeFrame>(EnterOf(from, nick, DeviceOf(device), code)));
    }

    /// <summary>The code of the error that a Hello with a device is answered with.</summary>
    public string FailToEnter(string? nick, int device, string? code = null, string address = "192.0.2.1") =>
        Fail(EnterOf(Connect(), nick, DeviceOf(device), code, address));

    /// <summary>What comes of a command of the house.</summary>
    public HouseAnswer<T> Order<T>(HouseCommand<T> command)
    {
        Do(command).Continuations.ForEach(static continuation => continuation());
        return command.Answered.Task.Result;
    }

    public string CodeFor(CodePurpose purpose, string? nick = null, string? room = null, int uses = 1, long? lifetime = null) => Order(new IssueCodeCommand(
        purpose, nick is null ? null : NickOf(nick), room is null ? null : RoomOf(room).Room, uses, lifetime)).Value!;

    /// <summary>Has the store keep what stands beside the logs.</summary>
    /// <returns>What that was; null when there was something else to be stored before.</returns>
    public KeptMarks? Keep()
    {
        var taken = new TaskCompletionSource<KeptMarks?>();
        var group = Decide(new TakeMarksCommand(taken));
        Commit(group);
        group.Continuations.ForEach(static continuation => continuation());
        if (taken.Task.Result is { } marks)
        {
            Assert.That(Log.KeepAsync(marks, CancellationToken.None).AsTask().Result, Is.True);
        }

        return taken.Task.Result;
    }

    /// <summary>The ends of what a session follows, in their order.</summary>
    public static IEnumerable<Output> Ends(Group group, Subscriber from) =>
        group.Outputs.Where(output => output.Kind == InstructionKind.End && ReferenceEquals(output.Subscriber, from));

    public Guest Enter(string? nick, Guid? resume = null)
    {
        var from = Connect();
        return new Guest(from, Ask<WelcomeFrame>(EnterOf(from, nick, resume)));
    }

    public Guest Enter(string nick, PeerAddress address)
    {
        var from = Connect();
        return new Guest(from, Ask<WelcomeFrame>(EnterOf(from, nick) with { Address = address }));
    }

    /// <summary>Somebody with a device key that belongs to his nick: a new user, or one more session of his.</summary>
    public Guest Register(string nick, PeerAddress? address = null)
    {
        var from = Connect();
        return new Guest(from, Ask<WelcomeFrame>(RegisterOf(from, nick) with { Address = address ?? PeerAddress.Local }));
    }

    /// <summary>A registered user with the rights of an operator.</summary>
    public Guest RegisterOperator(string nick)
    {
        var user = Register(nick);
        Do(new SetOperatorCommand(NickOf(nick), true));
        return user;
    }

    public LogId LogOf(string room) =>
        SystemDigest.RoomsOf(Sequencer).ChatRooms.Single(known => known.Name.Matches(RoomOf(room).Room!)).Log;

    /// <summary>The newest event of a room, as it is stored.</summary>
    public LogEvent Newest(string room) => Newest(LogOf(room));

    public LogEvent Newest(LogId log) => Log.ReadAsync(new LogRead(log, 0, long.MaxValue, 1, int.MaxValue, FromEnd: true), CancellationToken.None).AsTask().Result.Events.Single();
}
