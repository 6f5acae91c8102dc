namespace Chat.Bench.Peers.Fanout;

/// <summary>What a stage came to, as a line of JSON.</summary>
internal sealed record StageReport
{
    /// <summary>"window" or "paced".</summary>
    public required string Stage { get; init; }

    public required string Tag { get; init; }

    public required string Protocol { get; init; }

    public required int Rooms { get; init; }

    /// <summary>Of each room, as senders are.</summary>
    public required int Members { get; init; }

    public required int Senders { get; init; }

    public required int Size { get; init; }

    public required int Window { get; init; }

    public required double Rate { get; init; }

    /// <summary>From the first message to the last delivery.</summary>
    public required double Seconds { get; init; }

    public required long Messages { get; init; }

    public required long Deliveries { get; init; }

    public required double DeliveriesPerSecond { get; init; }

    /// <summary>The server's, for each delivery.</summary>
    public required double ServerCpuUs { get; init; }

    public required double ServerUserUs { get; init; }

    public required double ServerSystemUs { get; init; }

    /// <summary>Of one core.</summary>
    public required double ServerBusyPercent { get; init; }

    /// <summary>Of one core: near 100 it is the generator that was measured.</summary>
    public required double GeneratorBusyPercent { get; init; }

    public required double GeneratorCpuUs { get; init; }

    /// <summary>Deliveries that one recv() brought: how much the server put into one send.</summary>
    public required double MessagesPerRecv { get; init; }

    public required double BytesPerDelivery { get; init; }

    /// <summary>From sending, or when it should have been, to each delivery.</summary>
    public required double P50Us { get; init; }

    public required double P99Us { get; init; }

    /// <summary>To the last delivery of a message.</summary>
    public required double LastP50Us { get; init; }

    public required double LastP99Us { get; init; }

    public required long Lost { get; init; }

    /// <summary>Null with several senders in a room, where there is no one order to expect.</summary>
    public required long? OutOfOrder { get; init; }

    /// <summary>What came too often, or too late for its stage.</summary>
    public required long Strays { get; init; }

    public required int Failed { get; init; }

    public required string Error { get; init; }
}
