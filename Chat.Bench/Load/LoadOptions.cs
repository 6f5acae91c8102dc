using Chat.Protocol;

namespace Chat.Bench.Load;

/// <summary>What a run of the load generator is to do.</summary>
internal sealed record LoadOptions
{
    public const int DefaultWindow = 16;
    public const int DefaultSeconds = 5;

    /// <summary>The server, as it was given; null with <see cref="Serve"/>.</summary>
    public string? Address { get; init; }

    /// <summary>The store of a server that is started for this run; null to use one that runs.</summary>
    public string? Serve { get; init; }

    /// <summary>The processors of a server that is started for this run, as taskset(1) takes them; null for any.</summary>
    public string? ServerCores { get; init; }

    /// <summary>The process of a server that runs, to know what it takes.</summary>
    public int? ServerPid { get; init; }

    public int Rooms { get; init; } = 1;

    /// <summary>Members of each room, senders included.</summary>
    public int Members { get; init; } = 100;

    /// <summary>Those of a room's members who post, in turn.</summary>
    public int Senders { get; init; } = 1;

    /// <summary>Messages of a room that are under way at a time; null when <see cref="Rate"/> is given.</summary>
    public int? Window { get; init; }

    /// <summary>Messages a second in each room; null when a window is kept full.</summary>
    public double? Rate { get; init; }

    /// <summary>Bytes of text in a message.</summary>
    public int Size { get; init; } = 64;

    public bool Tls { get; init; }

    public double Seconds { get; init; } = DefaultSeconds;

    public double WarmUp { get; init; } = 1;

    /// <summary>Threads that read; null for what suits the machine.</summary>
    public int? Threads { get; init; }

    /// <summary>Members in all that read nothing while it is measured, and everything afterwards.</summary>
    public int Slow { get; init; }

    /// <summary>Connections a second that break and are resumed; 0 for none.</summary>
    public int ReconnectStorm { get; init; }

    /// <summary>Only to open so many connections, and see what they take; 0 to chat.</summary>
    public int Idle { get; init; }

    /// <summary>Only to come in and go, so often a second; 0 as often as possible, null to chat.</summary>
    public double? Login { get; init; }

    /// <summary>Where to write what was measured as JSON.</summary>
    public string? Json { get; init; }

    public int EffectiveThreads => Threads ?? Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    public int EffectiveWindow => Window ?? DefaultWindow;

    /// <summary>Connections at a time, logins not counted, for they go again.</summary>
    public int Connections => Idle > 0 ? Idle : Rooms * Members;

    /// <summary>What is wrong with them, a sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Address is null == Serve is null)
        {
            yield return Address is null
                ? "Name a server, such as chat://localhost:2428, or start one for this run with --serve."
                : "Either name a server or start one with --serve, not both.";
        }

        if (Address is not null && !Target.TryParse(Address, out _))
        {
            yield return $"'{Address}' is not an address such as chat://localhost:2428.";
        }

        if (Serve is not (null or "memory" or "sqlite"))
        {
            yield return "--serve takes memory or sqlite.";
        }

        if (ServerPid is not null && Serve is not null)
        {
            yield return "--server-pid is for a server that runs already, not for --serve.";
        }

        if (ServerCores is not null && Serve is null)
        {
            yield return "--server-cores is for --serve only.";
        }

        foreach (var problem in Crowd().Concat(Pace()).Concat(Modes()))
        {
            yield return problem;
        }
    }

    private IEnumerable<string> Crowd()
    {
        if (Rooms < 1 || Members < 1 || Senders < 1)
        {
            yield return "--rooms, --members and --senders are at least 1.";
        }

        if (Senders > Members)
        {
            yield return "--senders are some of the --members: there cannot be more of them.";
        }

        if (Slow < 0 || ReconnectStorm < 0 || Idle < 0 || Login < 0)
        {
            yield return "--slow, --reconnect-storm, --idle and --login are not negative.";
        }

        if (Slow + ReconnectStorm > (long)Rooms * (Members - Senders))
        {
            yield return "--slow and --reconnect-storm take members that do not send: there are not so many. Give more --members.";
        }
    }

    private IEnumerable<string> Pace()
    {
        if (Window is not null && Rate is not null)
        {
            yield return "Either --window or --rate, not both.";
        }

        if (Window < 1 || Rate <= 0)
        {
            yield return "--window is at least 1, --rate more than 0.";
        }

        if (Size is < 1 or > Limits.MaxText)
        {
            yield return $"--size is 1 to {Limits.MaxText} bytes.";
        }

        if (Seconds <= 0 || WarmUp < 0 || !double.IsFinite(Seconds + WarmUp))
        {
            yield return "--seconds is more than 0, --warm-up not negative.";
        }

        if (Threads < 1)
        {
            yield return "--threads is at least 1.";
        }
    }

    private IEnumerable<string> Modes()
    {
        if (Idle > 0 && Login is not null)
        {
            yield return "Either --idle or --login, not both.";
        }

        if ((Idle > 0 || Login is not null) && (Slow > 0 || ReconnectStorm > 0 || Rate is not null || Window is not null))
        {
            yield return "--idle and --login do not chat: --window, --rate, --slow and --reconnect-storm mean nothing with them.";
        }
    }
}
