using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>One user as the server should see him: the connections that resumed each other, or that had a registered one's devices.</summary>
internal sealed class UserTrail
{
    public UserTrail(int number)
    {
        Number = number;
    }

    public int Number { get; }

    /// <summary>Who he is if he is registered; null for a guest.</summary>
    public UserId? Account { get; init; }

    public List<Link> Links { get; } = [];

    /// <summary>All nicks the user had or asked for.</summary>
    public HashSet<string> Nicks { get; } = [];

    /// <summary>Who wrote his events, by the store.</summary>
    public UserId? Author { get; set; }

    /// <summary>Rooms that the user is in for sure at the end of the connections looked at so far, by log. Of a registered one the <see cref="Registry"/> tells it.</summary>
    public Dictionary<Guid, string> Rooms { get; } = [];

    /// <summary>Direct conversations of which the user has seen or written something.</summary>
    public HashSet<LogRecord> Directs { get; } = [];

    public override string ToString() => $"user {Number} ({Links[0].Person})";
}
