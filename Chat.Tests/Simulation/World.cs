using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Hosting;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Sessions;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Core;

namespace Chat.Tests.Simulation;

/// <summary>
/// One run out of one seed: a whole server but for its sockets, people, a store with weather and a clock, on one thread. First comes the storm, in which
/// everything goes wrong that may, then the calm, in which everybody gets what is his, and at last the server stops.
/// </summary>
internal sealed class World
{
    /// <summary>Steps after which a run that does not end is given up.</summary>
    private const int Patience = 300_000;

    /// <summary>How often the clock is moved on when nothing else is left to do, before somebody has waited for too long.</summary>
    private const int LongestWait = 500;

    /// <summary>How often the clock is moved on when everybody has what he knows of: reads that failed come again, of which nobody but the server knows.</summary>
    private const int QuietWaits = 5;

    private static readonly string[] Names = ["ann", "bea", "guy", "dot", "eve", "fay"];
    private static readonly string[] Spellings = ["#hall", "#a", "#den", "#Hall", "#A", "#Den"];

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_000));
    private readonly List<Person> _people = [];
    private readonly List<Guid> _keys = [];
    private readonly List<DeviceId> _devices = [];
    private readonly UndoWatch _undo;
    private int _steps;

    public World(int seed, Mutant? mutant = null, TextWriter? trace = null, Profile? profile = null, IEventLog? store = null)
    {
        Draw = new Draw(seed);
        Profile = profile ?? Profile.Of(Draw);
        Mutant = mutant;
        Pump = new Pump(Draw);
        Stalls = new Stalls(Draw);
        Chronicle = new Chronicle(_time, trace);
        Chronicle.Note("seed", $"{seed}: {Profile}");
        Store = store ?? new MemoryEventLog(Profile.Capacity);
        Log = mutant?.Store(this) ?? new SimulatedLog(this);
        var options = new ServerCoreOptions
        {
            Name = "sim",
            Lanes = Profile.Lanes,
            RecentBytes = Profile.RecentBytes,
            NewId = Draw.Guid,
            Sessions = new SessionOptions { RateLimit = Profile.RateLimit },
        };
        Core = new ServerCore(options, Log, Pump, _time, trace is null ? Logger.None : new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new ChronicleSink(Chronicle)).CreateLogger());
        _undo = new UndoWatch(this);
        foreach (var name in Names.Take(Profile.People))
        {
            DeviceId? device = Draw.Chance(Profile.Registered) ? SomeDevice() : null;
            _people.Add(new Person(this, name, device));
        }
    }

    public Draw Draw { get; }

    public Profile Profile { get; }

    /// <summary>What is made wrong on purpose; null for nothing.</summary>
    public Mutant? Mutant { get; }

    /// <summary>What is behind the weather.</summary>
    public IEventLog Store { get; }

    public Pump Pump { get; }

    public Stalls Stalls { get; }

    public Chronicle Chronicle { get; }

    public SimulatedLog Log { get; }

    public ServerCore Core { get; }

    /// <summary>Codes that somebody has been given and has told the others, with his nick.</summary>
    public List<(string Code, string Nick)> Codes { get; } = [];

    public IReadOnlyList<Person> People => _people;

    /// <summary>Whether nothing fails any more.</summary>
    public bool IsCalm { get; private set; }

    /// <summary>Runs it all and returns what was found wrong.</summary>
    public IReadOnlyList<string> Run()
    {
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(Pump);
        try
        {
            Storm();
            IsCalm = true;
            if (!Profile.StopsInStorm)
            {
                Calm();
            }

            Stop();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }

        if (Chronicle.Faults.Count == 0)
        {
            End();
        }

        Checker.Check(this);
        return Chronicle.Faults;
    }

    public string SomeRoom() => Spellings[Draw.Below(Profile.Rooms) + (Draw.Chance(0.1) ? Spellings.Length / 2 : 0)];

    public string SomeNick() => Draw.PickFrom(_people).Nick;

    public Guid NewKey()
    {
        _keys.Add(Draw.Guid());
        return _keys[^1];
    }

    public Guid SomeKey() => _keys.Count == 0 ? NewKey() : Draw.PickFrom(_keys);

    public DeviceId NewDevice()
    {
        Span<byte> key = stackalloc byte[32];
        Draw.Guid().TryWriteBytes(key);
        _devices.Add(new DeviceId(new Fingerprint(key)));
        return _devices[^1];
    }

    public long HeadOf(Guid log) => Chronicle.Ledger[new(log)].KnownHead(Chronicle.Stamp);

    /// <summary>Shows a frame to somebody whom it is not for; false when there is nobody like that.</summary>
    public bool SlipTo(Predicate<Person> choice, Frame frame) => _people.Exists(person => choice(person) && person.TrySlip(frame));

    private void Storm()
    {
        while (_steps++ < Profile.Steps && !IsBroken())
        {
            if (Draw.Below(100) < Profile.ServerShare && Pump.RunOne())
            {
                continue;
            }

            switch (Draw.Below(20))
            {
                case 0:
                    Wait(Draw.Chance(0.1) ? Draw.Between(1_000, 10_000) : Draw.Between(1, 200));
                    break;
                case 1 when Profile.HasLongPauses && Draw.Chance(0.1):
                    Wait(11 * 60_000);
                    break;
                case < 5 when Stalls.ReleaseOne():
                    break;
                default:
                    Draw.PickFrom(_people).Step();
                    break;
            }
        }
    }

    private void Calm()
    {
        Chronicle.Note("calm", "begins");
        foreach (var person in _people)
        {
            person.BeginCalm();
        }

        var quiet = 0;
        for (var waits = 0; waits < LongestWait && !IsBroken(); waits++)
        {
            Settle(comesBack: true);
            quiet = _people.TrueForAll(static person => person.IsSettled) && Log.IsTold ? quiet + 1 : 0;
            if (quiet > QuietWaits)
            {
                foreach (var person in _people)
                {
                    person.Link!.Moments.Add(new Moment(MomentKind.Calm, null, Chronicle.Next(), Chronicle.Time));
                }

                return;
            }

            Wait(250);
        }

        Chronicle.Fault($"Calm has not come to {string.Join(", ", _people.Where(static person => !person.IsSettled).Select(static person => person.Name))}.");
    }

    /// <summary>The server stops while people are still busy.</summary>
    private void Stop()
    {
        for (var i = Draw.Below(100); i > 0; i--)
        {
            Draw.PickFrom(_people).Step();
            Pump.RunOne();
        }

        Chronicle.Note("server", "stops");
        var stopping = Core.StopAsync(CancellationToken.None);
        for (var waits = 0; waits < LongestWait && !IsBroken() && !stopping.IsCompleted; waits++)
        {
            Settle(comesBack: false);
            Wait(250);
        }

        if (!stopping.IsCompletedSuccessfully)
        {
            Chronicle.Fault($"The server does not stop: {stopping.Status} {stopping.Exception}");
            return;
        }

        // A read that failed may be in its pause, which would end on another thread when the server is disposed of.
        Wait(1_000);
        Settle(comesBack: false);
        foreach (var fault in SystemRules.Check(Core.Sequencer, Log.System, Chronicle))
        {
            Chronicle.Fault(fault);
        }

        foreach (var left in Remains.Of(Core, Log.Groups, areKeysLearnt: Profile.KeysUnseen > 0))
        {
            Chronicle.Fault($"When all are gone there is still {left}.");
        }
    }

    /// <summary>Nothing is recorded any more: this may go over the thread pool.</summary>
    private void End()
    {
        if (!Task.Run(() => Core.DisposeAsync().AsTask()).Wait(TimeSpan.FromSeconds(30)))
        {
            Chronicle.Fault("The server does not end.");
        }
    }

    private DeviceId SomeDevice() => _devices.Count > 0 && Draw.Chance(Profile.SharedDevices) ? Draw.PickFrom(_devices) : NewDevice();

    /// <summary>Lets everything happen that needs no time to pass.</summary>
    private void Settle(bool comesBack)
    {
        bool hasMoved;
        do
        {
            hasMoved = Pump.RunOne() | Stalls.ReleaseOne();
            var first = Draw.Below(_people.Count);
            for (var i = 0; i < _people.Count; i++)
            {
                hasMoved |= _people[(first + i) % _people.Count].CalmStep(comesBack);
            }
        }
        while (hasMoved && !IsBroken() && _steps++ < Patience);
        if (_steps > Patience)
        {
            Chronicle.Fault("It goes on for ever.");
        }
    }

    private void Wait(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private bool IsBroken()
    {
        if (Chronicle.Faults.Count == 0 && Core.Faulted.Exception is { } broken)
        {
            Chronicle.Fault($"The server cannot go on: {broken.InnerException}");
        }

        if (Pump.Escape is { } escape)
        {
            Chronicle.Fault($"Work came back from another thread:{Environment.NewLine}{escape}");
        }

        return Chronicle.Faults.Count > 0;
    }
}
