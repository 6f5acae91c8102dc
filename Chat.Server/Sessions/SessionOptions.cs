namespace Chat.Server.Sessions;

/// <summary>The times and limits of sessions. The defaults are those of the protocol.</summary>
internal sealed record SessionOptions
{
    /// <summary>From accept to Hello.</summary>
    public TimeSpan HelloTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which the server pings.</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence after a Ping was written until the session is given up.</summary>
    public TimeSpan PongTime { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a peer may take no byte while there are some for it.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long posts over the rate are slowed before they are refused.</summary>
    public TimeSpan SlowTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long input is discarded after the last byte, so that an Error is not lost to a reset.</summary>
    public TimeSpan LingerTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a session that ends may take to send what is on its way.</summary>
    public TimeSpan FlushTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Null for no limit.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Null for no limit.</summary>
    public int? ConnectionsPerAddress { get; init; }

    public int MaxConnections { get; init; } = int.MaxValue;
}
