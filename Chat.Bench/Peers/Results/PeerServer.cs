namespace Chat.Bench.Peers.Results;

/// <summary>Which server was measured.</summary>
/// <param name="Server">What it is called in all figures.</param>
/// <param name="Version">As it tells it itself.</param>
internal sealed record PeerServer(string Server, string Version);
