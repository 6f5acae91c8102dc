using Chat.Bench.Peers.Results;

namespace Chat.Bench.Peers.Plots;

/// <summary>What one server came to.</summary>
internal readonly record struct Bar(string Server, Spread Value);
