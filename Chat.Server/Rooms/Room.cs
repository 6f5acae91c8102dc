using Chat.Protocol;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Users;

namespace Chat.Server.Rooms;

/// <summary>A log with people: a room of many or a direct conversation. State of the sequencer's turn.</summary>
internal abstract class Room
{
    protected Room(LogId log)
    {
        Log = log;
    }

    public LogId Log { get; }

    /// <summary>The newest seq; 0 when nothing was said yet.</summary>
    public long Head { get; set; }

    /// <summary>The oldest seq kept.</summary>
    public long First { get; set; } = 1;

    /// <summary>Time of the newest event, Unix milliseconds: time in a log never goes back.</summary>
    public long LastTime { get; set; }

    public string? Topic { get; set; }

    /// <summary>Whether the system log has it.</summary>
    public bool IsStored { get; set; }

    /// <summary>How far who has read it.</summary>
    public Readings Readings { get; } = new();

    /// <summary>How many belong to it.</summary>
    public abstract int MemberCount { get; }

    public abstract IEnumerable<User> Users { get; }

    public abstract bool Has(User user);

    /// <summary>Whether somebody is in it or may come back to it.</summary>
    public abstract bool IsOf(UserId user);

    public abstract RoomRole RoleOf(User user);

    /// <summary>What <paramref name="viewer"/> calls it.</summary>
    public abstract string NameFor(User viewer);

    /// <summary>The feed that <paramref name="viewer"/>'s sessions follow.</summary>
    public abstract FeedId FeedFor(User viewer);

    /// <summary>All feeds of the log with what they are called.</summary>
    public abstract IEnumerable<(FeedId Feed, string Name)> Feeds { get; }
}
