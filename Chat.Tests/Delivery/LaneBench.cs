using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>Lanes on a bench: groups in, bytes out, a log behind, everything on the test's thread.</summary>
internal sealed class LaneBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private long _lastSession;
    private byte _lastLog;

    public LaneBench(int lanes = 1, int recentBytes = 8 * 1024 * 1024, long capacity = MemoryEventLog.DefaultCapacity)
    {
        Log = new FaultyLog(new MemoryEventLog(capacity));
        Context = new LaneContext(Log, Scheduler, Time, Faults.Add) { RecentBytes = recentBytes, Stopping = _stopping.Token };
        Lanes = new Lanes(Context, lanes);
    }

    public HandScheduler Scheduler { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public FaultyLog Log { get; }

    public LaneContext Context { get; }

    public Lanes Lanes { get; }

    public List<Exception> Faults { get; } = [];

    public Peer Attach()
    {
        var outlet = new ScriptedOutlet();
        return new Peer(Lanes.Attach(new SessionId(++_lastSession), outlet), outlet);
    }

    public RoomLog NewRoom(string name = "#room") => new(this, name, new LogId(new Guid(0, 0, 0, [0, 0, 0, 0, 0, 0, 0, ++_lastLog])));

    public void Deliver(params Instruction[] group)
    {
        Lanes.Deliver([.. group]);
        Scheduler.Run();
    }

    /// <summary>Has the peer take what is under way, again and again, until nothing is.</summary>
    public void Drain(Peer peer)
    {
        while (peer.Outlet.HasInFlight)
        {
            peer.Outlet.Complete(peer.Subscriber);
            Scheduler.Run();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Lanes.DisposeAsync();
        await Log.DisposeAsync();
        _stopping.Dispose();
        Assert.That(Faults, Is.Empty);
    }

    /// <summary>A session and who is behind it.</summary>
    internal sealed record Peer(Subscriber Subscriber, ScriptedOutlet Outlet)
    {
        public IEnumerable<long> Seqs => Outlet.Events.Select(static e => e.Seq);
    }

    /// <summary>A room's log and its feed, which a test speaks in.</summary>
    internal sealed class RoomLog(LaneBench bench, string name, LogId log)
    {
        public FeedId Feed { get; } = new(log, default);

        public LogId Log => log;

        public string Name { get; set; } = name;

        public long Head { get; private set; }

        /// <summary>Commits and publishes one block of events.</summary>
        public Block Say(params string[] texts)
        {
            var block = Commit(texts);
            bench.Deliver(Instruction.Events(Feed, block));
            return block;
        }

        /// <summary>Commits events without telling anybody.</summary>
        public Block Commit(params string[] texts) => Commit([.. texts.Select((text, i) => Event(Head + 1 + i, EventKind.Text, text, null))]);

        public Block Revise(EventKind kind, long about, string text) => Commit(Event(Head + 1, kind, text, about));

        public Instruction Follow(Peer peer, long cursor) => Follow(peer.Subscriber, cursor);

        public Instruction Follow(Subscriber subscriber, long cursor) => new()
        {
            Kind = InstructionKind.Subscribe,
            Subscriber = subscriber,
            Details = new InstructionDetails { Feed = Feed, Cursor = cursor, Head = Head, Name = Name },
        };

        public Instruction Unfollow(Peer peer) => new() { Kind = InstructionKind.Unsubscribe, Subscriber = peer.Subscriber, Details = new InstructionDetails { Feed = Feed } };

        /// <summary>A session follows the room up to its newest event only.</summary>
        public Instruction End(Peer peer, Frame last) => new()
        {
            Kind = InstructionKind.End,
            Subscriber = peer.Subscriber,
            Details = new InstructionDetails { Feed = Feed, Cursor = Head },
            Bytes = FrameCodec.Encode(last),
        };

        /// <summary>A notice about the room.</summary>
        public Instruction Notice(Peer peer, Frame frame) => Instruction.Notice(peer.Subscriber, FrameCodec.Encode(frame)) with { Details = new InstructionDetails { Feed = Feed } };

        public PageGrant Page(long after, long before, int limit, bool fromEnd, long first = 1) => new(5, Name, log, after, before, limit, fromEnd, first);

        public Block Encode(IReadOnlyList<LogEvent> events)
        {
            using var buffer = new FrameBuffer();
            foreach (var e in events)
            {
                FrameCodec.EncodeEvent(buffer, Name, e.Seq, e.Time, e.Nick, e.Kind, e.Text, e.Ref, e.Key);
            }

            return new Block(events[0].Seq, events.Count, buffer.WrittenSpan.ToArray());
        }

        private Block Commit(params LogEvent[] events)
        {
            var result = bench.Log.Inner.AppendAsync([new LogAppend(log, Head, events)], CancellationToken.None).AsTask();
            Assert.That(result.Result.Outcome, Is.EqualTo(AppendOutcome.Committed));
            Head = events[^1].Seq;
            return Encode(events);
        }

        private static LogEvent Event(long seq, EventKind kind, string text, long? about) =>
            new() { Seq = seq, Time = seq, Author = new UserId(1), Nick = "ann", Kind = kind, Text = text, Ref = about };
    }
}
