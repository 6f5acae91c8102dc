namespace Chat.Tests.Simulation;

/// <summary>
/// How long a <see cref="Fact"/> was true. When a turn made it so cannot be seen from outside: before the store had it, and nobody is told of it until the server knows that.
/// </summary>
internal sealed class Span
{
    public Span(long stored, long time)
    {
        Stored = stored;
        Time = time;
    }

    /// <summary>The clock of the turn that made it so, Unix milliseconds.</summary>
    public long Time { get; }

    /// <summary>When it ends by the clock, Unix milliseconds, whether anybody notices or not.</summary>
    public long Until { get; init; } = long.MaxValue;

    /// <summary>When the store took its beginning.</summary>
    public long Stored { get; }

    /// <summary>When the server was told so.</summary>
    public long Known { get; set; } = long.MaxValue;

    /// <summary>When the store took its end.</summary>
    public long EndStored { get; set; } = long.MaxValue;

    /// <summary>When the server was told so.</summary>
    public long EndKnown { get; set; } = long.MaxValue;

    /// <summary>Whether a turn that was asked for at <paramref name="from"/> and answered at <paramref name="to"/> found it true for sure.</summary>
    public bool Holds(long from, long to) => Known <= from && EndStored > to;

    /// <summary>Whether it may have found it true.</summary>
    public bool MayHold(long from, long to) => Known <= to && EndKnown >= from;

    /// <summary>Whether it was true for sure in the turns of the group that was stored at <paramref name="stamp"/>.</summary>
    public bool HeldFor(long stamp) => Stored < stamp && EndStored > stamp;

    /// <summary>Whether it may have been true in one of them.</summary>
    public bool MayHaveHeldFor(long stamp) => Stored <= stamp && EndStored >= stamp;
}
