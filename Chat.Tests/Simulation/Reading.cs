namespace Chat.Tests.Simulation;

/// <summary>Somebody has said how far he has read a room.</summary>
internal sealed class Reading
{
    public Reading(Link link, long seq, long sent)
    {
        Link = link;
        Seq = seq;
        Sent = sent;
    }

    public Link Link { get; }

    public long Seq { get; }

    /// <summary>When he said so.</summary>
    public long Sent { get; }

    /// <summary>When that was answered; never when it was not.</summary>
    public long Done { get; set; } = long.MaxValue;
}
