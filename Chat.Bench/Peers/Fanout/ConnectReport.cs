namespace Chat.Bench.Peers.Fanout;

/// <summary>How all came in, as a line of JSON.</summary>
internal sealed record ConnectReport
{
    public string Stage { get; init; } = "connect";

    public required string Tag { get; init; }

    public required string Protocol { get; init; }

    public required int Rooms { get; init; }

    /// <summary>Of each room, as senders are.</summary>
    public required int Members { get; init; }

    public required int Senders { get; init; }

    /// <summary>Connections that have entered.</summary>
    public required int Ready { get; init; }

    public required int Failed { get; init; }

    /// <summary>From the first connect to the last that had entered.</summary>
    public required double Seconds { get; init; }

    public required double ConnectsPerSecond { get; init; }

    /// <summary>Until nothing more came.</summary>
    public required double ServerCpuUsPerConnect { get; init; }

    public required double ServerBusyPercent { get; init; }

    public required double GeneratorBusyPercent { get; init; }

    /// <summary>The server's memory with the connections less that before the first one, by their number; so what it needs once is spread over them. With pages it shares counted by parts (PSS), and below as a whole (RSS).</summary>
    public required double BytesPerConnection { get; init; }

    public required double ResidentBytesPerConnection { get; init; }

    public required long ServerBytesBefore { get; init; }

    public required long ServerBytesAfter { get; init; }

    public required string Error { get; init; }
}
