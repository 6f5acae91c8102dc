namespace Chat.Server.Delivery;

/// <summary>Where a subscription ends for a session that is behind, and what it is told then. Owned by the session's lane.</summary>
internal sealed class Ending
{
    public Ending(long seq, ReadOnlyMemory<byte> last)
    {
        Seq = seq;
        Last = last;
    }

    /// <summary>The last event that the session gets.</summary>
    public long Seq { get; }

    /// <summary>The frame that goes out after it.</summary>
    public ReadOnlyMemory<byte> Last { get; }

    /// <summary>What became of the user's membership since, the newest only: whoever reads slowly cannot make it grow.</summary>
    public ReadOnlyMemory<byte> Later { get; set; }
}
