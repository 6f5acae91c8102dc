namespace Chat.Tests.History;

/// <summary>How a session follows a room at one moment.</summary>
internal sealed class Subscription
{
    public Subscription(Joining joining)
    {
        Joining = joining;
        Next = joining.After is { } after ? Math.Max(after + 1, joining.First) : joining.Head + 1;
    }

    public Joining Joining { get; }

    /// <summary>The seq that comes next.</summary>
    public long Next { get; set; }
}
