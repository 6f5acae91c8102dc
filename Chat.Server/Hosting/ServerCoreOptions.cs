using Chat.Server.Delivery;
using Chat.Server.Sessions;
using Chat.Server.Users;

namespace Chat.Server.Hosting;

/// <summary>What the core of a server has to be told.</summary>
internal sealed record ServerCoreOptions
{
    public required string Name { get; init; }

    public string? Motd { get; init; }

    /// <summary>Who may come in, and how much one may do.</summary>
    public AccessRules Access { get; init; } = new();

    public SessionOptions Sessions { get; init; } = new();

    /// <summary>How many threads may send at one time.</summary>
    public int Lanes { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    /// <summary>Bytes of newest blocks that each lane keeps in memory for those who have fallen behind a little.</summary>
    public int RecentBytes { get; init; } = LaneContext.DefaultRecentBytes;

    /// <summary>Where identities of logs and secrets of sessions come from.</summary>
    public Func<Guid> NewId { get; init; } = ServerCore.NewSecret;
}
