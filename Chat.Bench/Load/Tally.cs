using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>What the members of one loop have counted. The loop writes; others read what there was a moment ago.</summary>
internal sealed class Tally
{
    private long _deliveries;
    private long _posts;
    private long _logins;
    private bool _isMeasuring;

    /// <summary>Events that have come, to all members.</summary>
    public long Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Posts that were acknowledged.</summary>
    public long Posts => Volatile.Read(ref _posts);

    /// <summary>Times that somebody came in only to go again.</summary>
    public long Logins => Volatile.Read(ref _logins);

    /// <summary>Events that should have come and have not.</summary>
    public long Lost { get; set; }

    /// <summary>Events that have come once more.</summary>
    public long Doubled { get; set; }

    /// <summary>Events that have come after one with a higher seq.</summary>
    public long Disordered { get; set; }

    /// <summary>Events that somebody had not read before the server ceased to keep them.</summary>
    public long Expired { get; set; }

    /// <summary>From the moment for which a message was meant to the one at which a member has it, in ticks of the stopwatch.</summary>
    public Latencies Latencies { get; } = new();

    /// <summary>Whether latencies are taken down. Any thread may say so.</summary>
    public bool IsMeasuring
    {
        get => Volatile.Read(ref _isMeasuring);
        set => Volatile.Write(ref _isMeasuring, value);
    }

    public void CountDelivery() => Volatile.Write(ref _deliveries, _deliveries + 1);

    public void CountPost() => Volatile.Write(ref _posts, _posts + 1);

    public void CountLogin() => Volatile.Write(ref _logins, _logins + 1);
}
