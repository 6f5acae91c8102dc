namespace Chat.Bench.Peers.Fanout;

/// <summary>How far a connection is.</summary>
internal enum ConnectionState
{
    Closed,
    Connecting,
    Entering,
    Ready,
    Failed,
}
