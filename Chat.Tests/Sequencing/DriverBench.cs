using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;
using Chat.Tests.Delivery;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Sequencing;

/// <summary>A driver with its sequencer, one lane and a store that fails when told to; everything on the test's thread.</summary>
internal sealed class DriverBench : CommandBench, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lanes _lanes;
    private long _lastSession;

    public DriverBench(IEventLog? store = null)
        : base(1)
    {
        Log = new FaultyLog(store ?? new MemoryEventLog());
        var context = new LaneContext(Log, Scheduler, Time, Faults.Add) { Stopping = _stopping.Token };
        _lanes = new Lanes(context, 1);
        Sequencer = new Sequencer(new SequencerOptions("test", null, NewId));
        Driver = new CommitDriver(Sequencer, Window, _lanes, context, Logger.None);
    }

    public HandScheduler Scheduler { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public FaultyLog Log { get; }

    public PrepareWindow Window { get; } = new();

    public Sequencer Sequencer { get; }

    public CommitDriver Driver { get; }

    public List<Exception> Faults { get; } = [];

    /// <summary>A connection that has not said Hello.</summary>
    public Peer Connect()
    {
        var outlet = new ScriptedOutlet();
        return new Peer(_lanes.Attach(new SessionId(++_lastSession), outlet), outlet);
    }

    public Peer Enter(string nick, params string[] rooms)
    {
        var peer = Connect();
        Do(EnterOf(peer, nick));
        Assert.That(peer.New.Single(), Is.InstanceOf<WelcomeFrame>());
        foreach (var room in rooms)
        {
            Do(Join(peer, room));
        }

        _ = peer.New;
        return peer;
    }

    /// <summary>Has all commands wait in line, then kicks once.</summary>
    public void Do(params Command[] commands)
    {
        Submit(commands);
        Driver.Kick();
        Scheduler.Run();
    }

    public void Submit(params Command[] commands)
    {
        foreach (var command in commands)
        {
            Driver.Submit(command);
        }
    }

    /// <summary>Stops the driver: what waits for the store or a pause gives up.</summary>
    public Task CancelAsync() => _stopping.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Driver.StopAsync();
        await _lanes.DisposeAsync();
        Driver.Dispose();
        await Log.DisposeAsync();
        _stopping.Dispose();
        Assert.That(Faults, Is.Empty);
    }

    /// <summary>A session and who is behind it.</summary>
    internal sealed record Peer(Subscriber Subscriber, ScriptedOutlet Outlet)
    {
        private int _seen;

        /// <summary>The frames that have come since this was asked last.</summary>
        public Frame[] New
        {
            get
            {
                var frames = Outlet.Frames;
                Frame[] unseen = [.. frames.Skip(_seen)];
                _seen = frames.Count;
                return unseen;
            }
        }

        public static implicit operator Subscriber(Peer peer) => peer.Subscriber;
    }
}
