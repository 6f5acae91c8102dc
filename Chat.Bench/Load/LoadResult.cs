using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>What a run of the load generator has found out. What was not looked for is null.</summary>
internal sealed record LoadResult
{
    /// <summary>How long it was measured.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>Events that have come to members in that time.</summary>
    public long Deliveries { get; init; }

    /// <summary>Posts that were acknowledged in that time.</summary>
    public long Posts { get; init; }

    /// <summary>In ticks of the stopwatch: from post to each member; with logins, from the time it was meant for to the answer to Join.</summary>
    public Latencies Latencies { get; init; } = new();

    /// <summary>Processor time of the server in that time.</summary>
    public TimeSpan? ServerCpu { get; init; }

    /// <summary>Processor time of the generator in that time: as busy as its threads are many, it has measured itself.</summary>
    public TimeSpan OwnCpu { get; init; }

    /// <summary>Bytes of memory of the server at the end.</summary>
    public long? ServerMemory { get; init; }

    /// <summary>All events over the whole run that were looked at.</summary>
    public long Checked { get; init; }

    public long Lost { get; init; }

    public long Doubled { get; init; }

    public long Disordered { get; init; }

    /// <summary>Events that the server kept no longer when somebody wanted to read them.</summary>
    public long Expired { get; init; }

    /// <summary>Posts without an answer in the end.</summary>
    public long Unanswered { get; init; }

    /// <summary>How long those who had not read took for everything.</summary>
    public TimeSpan? SlowTime { get; init; }

    /// <summary>Events that they have read then.</summary>
    public long SlowEvents { get; init; }

    /// <summary>Connections that were broken and resumed.</summary>
    public long Reconnects { get; init; }

    /// <summary>In ticks of the stopwatch: from the moment at which a connection was to break to the answer to Join.</summary>
    public Latencies? ReconnectLatencies { get; init; }

    /// <summary>Connections that were opened only to look at them.</summary>
    public int IdleConnections { get; init; }

    /// <summary>What one of them takes of the server's memory.</summary>
    public double? BytesPerConnection { get; init; }

    /// <summary>Times that somebody has come in, in that time.</summary>
    public long? Logins { get; init; }

    /// <summary>Why the run is no measure of the server; null when it is.</summary>
    public string? Failure { get; init; }

    public bool WasInterrupted { get; init; }

    public double DeliveriesPerSecond => PerSecond(Deliveries);

    public double PostsPerSecond => PerSecond(Posts);

    public double? LoginsPerSecond => Logins is { } logins ? PerSecond(logins) : null;

    /// <summary>Processor time of the server for each delivery, in µs.</summary>
    public double? CpuPerDelivery => Deliveries > 0 ? ServerCpu?.TotalMicroseconds / Deliveries : null;

    /// <summary>Whether every event came once and in order, and nothing went wrong otherwise.</summary>
    public bool IsSound => Failure is null && Lost == 0 && Doubled == 0 && Disordered == 0 && Unanswered == 0;

    private double PerSecond(long count) => Time > TimeSpan.Zero ? count / Time.TotalSeconds : 0;
}
