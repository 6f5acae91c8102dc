namespace Chat.Client.Connection;

/// <summary>
/// Finds a connection whose other end is gone without a word: silence, then a Ping, then silence again. Moments are of the session's clock.
/// Owned by the session.
/// </summary>
internal sealed class Heartbeat
{
    /// <summary>Silence before we ask; shorter than the server's own 30 s, so that it hardly ever has to.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    /// <summary>Silence after we asked, until the connection counts as lost.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private TimeSpan _heard;
    private TimeSpan? _asked;

    public TimeSpan Due => _asked is { } asked ? asked + Grace : _heard + Idle;

    public void Heard(TimeSpan now)
    {
        _heard = now;
        _asked = null;
    }

    /// <summary>What the time asks for.</summary>
    public HeartbeatNeed Check(TimeSpan now)
    {
        if (now < Due)
        {
            return HeartbeatNeed.Nothing;
        }

        if (_asked is not null)
        {
            return HeartbeatNeed.GiveUp;
        }

        _asked = now;
        return HeartbeatNeed.Ping;
    }
}
