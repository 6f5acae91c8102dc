namespace Chat.Bench.Wire;

/// <summary>Who a <see cref="Channel"/> belongs to. Called by the channel's loop.</summary>
internal interface IChannelUser
{
    /// <summary>A frame has come.</summary>
    /// <param name="payload">The frame without its length, good during the call.</param>
    /// <param name="now">When it was received, as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    void Receive(ReadOnlySpan<byte> payload, long now);

    /// <summary>The connection has ended, and not by <see cref="Channel.Dispose"/>.</summary>
    void Lost(string reason);
}
