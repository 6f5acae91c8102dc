using Chat.Bench.Peers.Dialects;

namespace Chat.Bench.Peers.Fanout;

/// <summary>Whom to measure, with how many.</summary>
internal sealed record FanoutOptions
{
    public required Dialect Dialect { get; init; }

    /// <summary>The server's port on 127.0.0.1.</summary>
    public required int Port { get; init; }

    public required int Rooms { get; init; }

    /// <summary>Members of each room who only listen, each with a connection of his own.</summary>
    public required int Members { get; init; }

    /// <summary>Senders of each room, besides its members.</summary>
    public required int Senders { get; init; }

    /// <summary>Bytes of a text; <see cref="Stamp.Size"/> at least.</summary>
    public required int Size { get; init; }

    /// <summary>Connections that enter at the same time.</summary>
    public required int Entering { get; init; }

    /// <summary>So many enter and leave before anything is measured, so that the server has done everything once.</summary>
    public required int Warm { get; init; }

    /// <summary>The server's process, for its CPU and memory; null for none.</summary>
    public int? ServerPid { get; init; }

    /// <summary>Repeated in every line.</summary>
    public string Tag { get; init; } = "";

    public IReadOnlyList<Stage> Stages { get; init; } = [];

    public int Connections => Rooms * (Members + Senders);
}
